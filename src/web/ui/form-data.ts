import type { Context } from "hono";
import { HifazatError } from "../../core/errors.ts";

/** What a form sent. A field that was not sent is empty, as one that was left empty. */
export type Form = {
  /** Without blanks at its ends. */
  readonly text: (name: string) => string;
  /** To the letter, for passwords. */
  readonly raw: (name: string) => string;
  readonly all: (name: string) => readonly string[];
  readonly file: (name: string) => File | undefined;
};

/** Bytes that a form of fields needs at most; one with a file says its own limit. */
export const FORM_BYTES = 256 * 1_024;

/**
 * Reads the body as a browser's form sends it. Throws `too_large` before a longer one is in memory, `bad_request` for
 * what is no form.
 */
export async function readForm(c: Context, limit = FORM_BYTES): Promise<Form> {
  const type = c.req.header("content-type") ?? "";
  if (!/^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type))
    throw new HifazatError("bad_request", "The body must be a form.");
  const body = c.req.raw.body;
  const counted = body === null ? null : body.pipeThrough(upTo(limit));
  const data = await new Response(counted, { headers: { "content-type": type } }).formData().catch((error: unknown) => {
    if (error instanceof HifazatError) throw error;
    throw new HifazatError("bad_request", "The body is not a form.", { cause: error });
  });
  const raw = (name: string): string => {
    const value = data.get(name);
    return typeof value === "string" ? value : "";
  };
  return {
    text: (name) => raw(name).trim(),
    raw,
    all: (name) => data.getAll(name).filter((value) => typeof value === "string"),
    file: (name) => {
      const value = data.get(name);
      return value instanceof File && value.size > 0 ? value : undefined;
    },
  };
}

function upTo(limit: number): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let seen = 0;
  return new TransformStream({
    transform(chunk, controller) {
      seen += chunk.byteLength;
      if (seen > limit) controller.error(new HifazatError("too_large", `The form is larger than ${limit} bytes.`));
      else controller.enqueue(chunk);
    },
  });
}
