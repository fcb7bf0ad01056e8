import { Resolver } from "node:dns/promises";

/** What a resolver says about a name. `none`: no answer, or one that is a failure. */
export type ResolverAnswer =
  | { readonly kind: "data"; readonly data: readonly string[] }
  | { readonly kind: "nxdomain" | "nodata" }
  | { readonly kind: "none"; readonly reason: string };

export type QuestionType = "A" | "AAAA" | "TXT";

/** Asks the resolver at `server` (`127.0.0.1:53`) once. Never throws. */
export type AskResolver = (server: string, name: string, type: QuestionType) => Promise<ResolverAnswer>;

const TIMEOUT_MS = 2_000;

export const askResolver: AskResolver = async (server, name, type) => {
  // A new one for each question: nothing may come from a cache of ours.
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 1 });
  try {
    resolver.setServers([server]);
    const found = await resolver.resolve(name, type);
    return { kind: "data", data: (found as (string | string[])[]).map((record) => [record].flat().join("")) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOTFOUND") return { kind: "nxdomain" };
    if (code === "ENODATA") return { kind: "nodata" };
    return { kind: "none", reason: code ?? String(error) };
  }
};
