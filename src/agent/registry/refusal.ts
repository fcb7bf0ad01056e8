import { type ErrorCode, HifazatError } from "../../core/errors.ts";
import type { TufFetcher } from "./tuf-fetcher.ts";

/** Beyond this, a refusal for age says that the clocks disagree, milliseconds. */
const NOTABLE_SKEW_MS = 300_000;

/**
 * Which attack tuf-js 6.0.2 met. It throws classes it does not export, wraps some into texts ("Unable to load snapshot
 * metadata error Error: …") and lets JSON errors through, so its messages are read; a test holds each one in place.
 */
export function tufRefusal(error: unknown, fetcher: TufFetcher, now: Date): HifazatError {
  if (error instanceof HifazatError) return error;
  if (fetcher.failure !== undefined) return fetcher.failure;
  const text = error instanceof Error ? error.message : String(error);
  if ((error as { statusCode?: unknown }).statusCode !== undefined)
    return new HifazatError("registry_unreachable", `The registry's root metadata: ${text}.`, { cause: error });
  const code = codeOf(error, text, fetcher.lastBytes);
  return new HifazatError(code, messageOf(code, text, fetcher, now), { cause: error });
}

function codeOf(error: unknown, text: string, bytes: Buffer | undefined): ErrorCode {
  if (/is expired/.test(text)) return "tuf_freeze"; // 5.3.10, 5.4.4, 5.5.6, 5.6.5
  const signed = /was signed by (\d+)\/\d+ keys/.exec(text); // 5.3.4, 5.4.2, 5.5.3, 5.6.3
  if (signed !== null) return signed[1] === "0" ? "tuf_signature" : "tuf_threshold";
  // 5.3.5, 5.4.3, 5.5.5
  if (/is less than current version|Expected version \d+, got|Missing file .* in new snapshot/.test(text))
    return "tuf_rollback";
  const mismatch = /Expected (?:length|hash) /.test(text);
  if (mismatch || isFormatError(error, text)) {
    const shape = bytes === undefined ? "metadata" : shapeOf(bytes);
    if (shape === "other") return "tuf_malformed";
    if (shape === "cut") return "tuf_truncated";
    return mismatch ? "tuf_mix_and_match" : "tuf_malformed";
  }
  // 5.5.4, 5.6.4
  if (/does not match snapshot version|doesn't match timestamp|Missing .*\.json in snapshot/.test(text))
    return "tuf_mix_and_match";
  // Whatever else tuf-js stumbles over came from the registry.
  return /Failed to persist/.test(text) ? "state_unusable" : "tuf_malformed";
}

const isFormatError = (error: unknown, text: string): boolean =>
  error instanceof SyntaxError ||
  error instanceof TypeError ||
  /JSON|must be|is not defined|expected '|Expected '|Failed to parse|not an array|multiple signatures|specVersion/.test(
    text,
  );

/** Tells a metadata file that broke off from one that never was metadata, such as a captive portal's page. */
function shapeOf(bytes: Buffer): "metadata" | "cut" | "other" {
  const text = bytes.toString("latin1").trim();
  if (text === "") return "cut";
  if (!text.startsWith("{")) return "other";
  try {
    JSON.parse(text);
    return "metadata";
  } catch {
    return text.endsWith("}") ? "other" : "cut";
  }
}

function messageOf(code: ErrorCode, text: string, fetcher: TufFetcher, now: Date): string {
  switch (code) {
    case "tuf_freeze":
      return `The registry's metadata has expired (${text}). ${clockAdvice(fetcher.clockSkewMs, now)}`;
    case "tuf_rollback":
      return `The registry offers older metadata than was already accepted: ${text}.`;
    case "tuf_mix_and_match":
      return `The registry's metadata files do not belong together: ${text}.`;
    case "tuf_signature":
      return `Metadata is not signed by a trusted key: ${text}.`;
    case "tuf_threshold":
      return `Metadata is signed by too few keys: ${text}.`;
    case "tuf_truncated":
      return `A metadata file is cut off: ${text}.`;
    case "tuf_malformed":
      return `What came is no TUF metadata: ${text}.`;
    default:
      return text;
  }
}

function clockAdvice(skewMs: number | undefined, now: Date): string {
  const here = `Check the clock: this machine says ${now.toISOString()}`;
  if (skewMs === undefined || Math.abs(skewMs) < NOTABLE_SKEW_MS)
    return `${here}. If that is right, the registry or mirror is frozen at an old state.`;
  return `${here}, the registry ${new Date(now.getTime() + skewMs).toISOString()}.`;
}
