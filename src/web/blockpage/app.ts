import { Hono } from "hono";
import type { Helpline } from "../../core/helpline.ts";
import { chooseLanguage } from "../ui/language.ts";
import type { FindBlock } from "./blocked-entry.ts";
import { chooseFormat, type Format } from "./negotiate.ts";
import { type Block, blockPage } from "./page.ts";
import { shownHost } from "./shown.ts";
import { STYLE } from "./style.ts";
import { blockProblem, blockText } from "./text.ts";

export type BlockPageDeps = {
  readonly find: FindBlock;
  /** The registry's address, without a slash at the end. */
  readonly registry: string;
  /** Who carries out the block, for `Link: rel="blocked-by"` (RFC 7725, 4). */
  readonly blockedBy: string;
  /** Whom to call, as the registry has published it. */
  readonly helplines: () => readonly Helpline[];
  /** The release that answers are given from; undefined while there is none. */
  readonly release: () => number | undefined;
  /** Told of a failure of ours, for the log. */
  readonly failed: (error: unknown) => void;
};

const TYPES = {
  html: "text/html; charset=utf-8",
  text: "text/plain; charset=utf-8",
  problem: "application/problem+json",
} as const satisfies Record<Format, string>;

/** Names of this machine that nobody blocks: only under these is anything else answered than 451. */
const OWN_HOSTS: readonly string[] = ["127.0.0.1", "localhost", "[::1]"];

/**
 * Answers whatever is asked with 451 (RFC 7725). What was asked is answered and forgotten: it goes into no log, no
 * metric, no cookie and, by the referrer policy, to nobody whose link is followed.
 */
export async function createBlockPage(deps: BlockPageDeps): Promise<Hono> {
  const { find, registry, blockedBy, helplines, release, failed } = deps;
  const headers = await blockHeaders(blockedBy);
  const app = new Hono();

  app.get("/healthz", async (c, next) => {
    if (!OWN_HOSTS.includes(URL.parse(c.req.url)?.hostname ?? "")) return next();
    const current = release();
    const body = JSON.stringify({ status: current === undefined ? "no_list" : "ok", release: current ?? null });
    const status = current === undefined ? 503 : 200;
    return new Response(body, { status, headers: { "content-type": "application/json", "cache-control": "no-store" } });
  });

  app.all("*", async (c) => {
    const { url } = c.req;
    const block: Block = {
      host: shownHost(url),
      entry: find(url),
      first: chooseLanguage(c.req.header("accept-language")),
      registry,
      helplines: helplines(),
    };
    const format = chooseFormat(c.req.header("accept"));
    return new Response(await written(block, format), { status: 451, headers: headers[format] });
  });

  // Blocked all the same, and no word of the failure to the caller.
  app.onError((error) => {
    failed(error);
    return new Response(generalText(registry, helplines()), { status: 451, headers: headers.text });
  });
  return app;
}

/** For a request of which not even the host can be told. */
export const generalText = (registry: string, helplines: readonly Helpline[]): string =>
  blockText({ host: undefined, entry: undefined, first: "ur", registry, helplines });

async function written(block: Block, format: Format): Promise<string> {
  switch (format) {
    case "html":
      return blockPage(block);
    case "text":
      return blockText(block);
    case "problem":
      return blockProblem(block);
  }
}

/** Constants, because middleware that sets headers costs a third of an answer (DESIGN 11). */
export async function blockHeaders(blockedBy: string): Promise<Readonly<Record<Format, Record<string, string>>>> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(STYLE));
  const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
  const common = {
    link: `<${blockedBy}>; rel="blocked-by"`,
    "cache-control": "no-store",
    "content-language": "ur, en",
    vary: "accept, accept-language",
    "content-security-policy":
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; ` +
      "frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
  };
  return {
    html: { "content-type": TYPES.html, ...common },
    text: { "content-type": TYPES.text, ...common },
    problem: { "content-type": TYPES.problem, ...common },
  };
}
