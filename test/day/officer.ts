import { setTimeout as sleep } from "node:timers/promises";
import { generate } from "otplib";
import type { Caller, Json } from "./caller.ts";

const PASSWORD = "correct horse battery staple";
const STEP = 30;
/** A code must still count when it arrives; seconds. */
const ON_THE_WAY = 3;
/** A second factor counts for five minutes; it is given again when less than this is left. */
const SPARE_MS = 60_000;

/** A member of staff with an authenticator app, who never gives a code twice. `now` is the registry's clock, in ms. */
export function officerOf(name: string, caller: Caller, now: () => number) {
  let secret = "";
  let lastStep = 0;
  let steppedUpUntil = 0;
  let proving = Promise.resolve();

  /** The next code that counts, waited for when the app shows none yet. */
  async function code(): Promise<string> {
    for (;;) {
      const seconds = now() / 1_000;
      const next = Math.max(lastStep + 1, Math.floor((seconds + ON_THE_WAY) / STEP) - 1);
      if (next <= Math.floor(seconds / STEP) + 1) {
        lastStep = next;
        return generate({ secret, epoch: next * STEP });
      }
      await sleep(((next - 1) * STEP - seconds) * 1_000 + 50);
    }
  }

  const self = {
    name,
    ...caller,
    /** Takes the account into use with the code from the administrator. */
    async enrol(oneTimeCode: string): Promise<void> {
      await caller.ok("POST", "/v1/enrolment", { name, code: oneTimeCode, password: PASSWORD });
      ({ secret } = await caller.ok("POST", "/v1/second-factors/totp"));
      await caller.ok("PUT", "/v1/second-factors/totp", { code: await code() });
    },
    async signIn(): Promise<void> {
      await caller.call("DELETE", "/v1/session");
      caller.forget();
      steppedUpUntil = 0;
      await caller.ok("POST", "/v1/session", { name, password: PASSWORD });
      await caller.ok("POST", "/v1/session/second-factor", { kind: "totp", code: await code() });
    },
    /** Sees to it that a second factor counts. One at a time: two would give the same code. */
    fresh(): Promise<void> {
      proving = proving.then(async () => {
        if (steppedUpUntil - now() > SPARE_MS) return;
        const proof = { kind: "totp", code: await code() };
        steppedUpUntil = Date.parse((await caller.ok("POST", "/v1/session/step-up", proof)).steppedUpUntil);
      });
      return proving;
    },
    /** As `ok`, for what asks for a fresh second factor. */
    async decide(path: string, body?: object): Promise<Json> {
      await self.fresh();
      return caller.ok("POST", path, body);
    },
  };
  return self;
}

export type Officer = ReturnType<typeof officerOf>;
