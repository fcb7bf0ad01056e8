import { request } from "undici";
import { HEADERS_TIMEOUT_MS, MAX_RECEIPT_ANSWER_BYTES, RECEIPT_TOTAL_MS } from "./limits.ts";

/** Sends JSON with a subscriber's token; the answer's status, or undefined when there was none. Follows no redirect. */
export type PostJson = (url: string, token: string, body: string) => Promise<number | undefined>;

export const postJson: PostJson = async (url, token, body) => {
  try {
    const response = await request(url, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body,
      headersTimeout: HEADERS_TIMEOUT_MS,
      signal: AbortSignal.timeout(RECEIPT_TOTAL_MS),
    });
    await response.body.dump({ limit: MAX_RECEIPT_ANSWER_BYTES });
    return response.statusCode;
  } catch {
    // Any failure means the same: the receipt stays in its queue and is sent with the next sync.
    return undefined;
  }
};
