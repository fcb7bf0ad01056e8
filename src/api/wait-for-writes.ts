import type { MiddlewareHandler } from "hono";

const SAFE = ["GET", "HEAD", "OPTIONS"];

/** Before what may write: waits, while others are answered, until whoever writes for seconds has ended. */
export function waitForWrites(over: () => Promise<void>): MiddlewareHandler {
  return async (c, next) => {
    if (!SAFE.includes(c.req.method)) await over();
    await next();
  };
}
