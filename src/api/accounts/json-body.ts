import type { z } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { HifazatError } from "../../core/errors.ts";
import { json } from "../problem-schema.ts";

/** Bytes: a passkey's answer is the largest body, about 2 kB. */
const MOST_BYTES = 65_536;

/** A JSON body of such a size that nobody can fill the memory with it before signing in. */
export const smallBody = <T extends z.ZodType>(schema: T) => ({
  middleware: bodyLimit({
    maxSize: MOST_BYTES,
    onError: () => {
      throw new HifazatError("too_large", `The body has more than ${MOST_BYTES} bytes.`);
    },
  }),
  request: { body: { required: true, content: json(schema) } },
});
