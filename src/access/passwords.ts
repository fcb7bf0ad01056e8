import { argon2, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { normalPassword } from "../core/access/password-rule.ts";
import { HifazatError } from "../core/errors.ts";
import type { Random } from "./secrets.ts";

export type PasswordCost = {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
};

/** RFC 9106, 4, second recommended option. About an eighth of a second here. */
export const PASSWORD_COST: PasswordCost = { memoryKib: 65_536, passes: 3, lanes: 4 };

/** Bytes (RFC 9106, 4). */
const SALT = 16;
const TAG = 32;

/** Hashes at work together: two of Node's four pool threads stay free for files. */
const AT_ONCE = 2;
/** Hashes that may wait: about two seconds' worth. More callers are told to come back. */
const WAITING = 32;

export type Passwords = {
  /** PHC string with the present cost. Not on the event loop. */
  readonly hash: (password: string) => Promise<string>;
  /**
   * Compares, with the work of one hash whether there is something to compare with or not. `outdated`: the stored one
   * has another cost than the present one.
   */
  readonly verify: (
    password: string,
    stored: string | null,
  ) => Promise<{ readonly match: boolean; readonly outdated: boolean }>;
};

const derive = promisify(argon2);

export function createPasswords(cost: PasswordCost, random: Random): Passwords {
  const turn = queue();
  const digest = (password: string, salt: Uint8Array, { memoryKib, passes, lanes }: PasswordCost): Promise<Buffer> =>
    turn(() =>
      derive("argon2id", {
        message: normalPassword(password),
        nonce: salt,
        memory: memoryKib,
        passes,
        parallelism: lanes,
        tagLength: TAG,
      }),
    );
  const nobody = random(SALT);
  return {
    async hash(password) {
      const salt = random(SALT);
      return format(cost, salt, await digest(password, salt, cost));
    },
    async verify(password, stored) {
      const parsed = stored === null ? undefined : parse(stored);
      if (parsed === undefined) {
        await digest(password, nobody, cost);
        return { match: false, outdated: false };
      }
      const found = await digest(password, parsed.salt, parsed.cost);
      const match = found.length === parsed.tag.length && timingSafeEqual(found, parsed.tag);
      return { match, outdated: JSON.stringify(parsed.cost) !== JSON.stringify(cost) };
    },
  };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64").replace(/=+$/, "");

/** https://github.com/P-H-C/phc-string-format */
function format({ memoryKib, passes, lanes }: PasswordCost, salt: Uint8Array, tag: Uint8Array): string {
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$${base64(salt)}$${base64(tag)}`;
}

function parse(text: string) {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(text);
  if (match === null) return undefined;
  const [, memory, passes, lanes, salt = "", tag = ""] = match;
  return {
    cost: { memoryKib: Number(memory), passes: Number(passes), lanes: Number(lanes) },
    salt: Buffer.from(salt, "base64"),
    tag: Buffer.from(tag, "base64"),
  };
}

/** Lets a few pieces of work run at once, and refuses when too many wait. */
function queue() {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= AT_ONCE) {
      if (waiting.length >= WAITING)
        throw new HifazatError("unavailable", "Too many sign-ins at once: try again in a moment.");
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
