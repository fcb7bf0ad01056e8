import { request } from "undici";
import { CONNECT_TIMEOUT_MS, MAX_RELEASE_ANSWER_BYTES } from "./limits.ts";
import { retryAfterOf } from "./retry-after.ts";

/** An answer of `/v1/release`, unsigned. `away`: no answer, or none that is one. */
export type ReleaseAnswer =
  | { readonly kind: "release"; readonly release: number }
  | { readonly kind: "away"; readonly retryAfterSeconds: number | undefined };

/** Asks a registry for a release above `after`, waiting up to `waitSeconds` for one (protocol 5.4). Never throws. */
export type AskRelease = (
  registry: string,
  after: number,
  waitSeconds: number,
  signal: AbortSignal,
) => Promise<ReleaseAnswer>;

const AWAY: ReleaseAnswer = { kind: "away", retryAfterSeconds: undefined };

export const askRelease: AskRelease = async (registry, after, waitSeconds, signal) => {
  try {
    const patience = AbortSignal.timeout(waitSeconds * 1_000 + CONNECT_TIMEOUT_MS);
    const response = await request(`${registry}/v1/release?after=${after}&wait=${waitSeconds}`, {
      headersTimeout: waitSeconds * 1_000 + CONNECT_TIMEOUT_MS,
      signal: AbortSignal.any([signal, patience]),
    });
    // A body that is destroyed early says so on 'error', which nobody else may be listening to.
    response.body.on("error", () => {});
    if (response.statusCode !== 200) {
      response.body.destroy();
      return { kind: "away", retryAfterSeconds: retryAfterOf(response.headers["retry-after"]) };
    }
    let text = "";
    for await (const chunk of response.body as AsyncIterable<Buffer>) {
      text += chunk.toString("utf8");
      if (text.length > MAX_RELEASE_ANSWER_BYTES) {
        response.body.destroy();
        return AWAY;
      }
    }
    const { release } = JSON.parse(text) as { release?: unknown };
    return Number.isSafeInteger(release) ? { kind: "release", release: Number(release) } : AWAY;
  } catch {
    // Whatever it was, there is nothing to be told: the next poll comes anyway.
    return AWAY;
  }
};
