import { type Context, type Env, Hono } from "hono";
import type { Observer } from "../../api/deps.ts";

type Answer<E extends Env> = (c: Context<E>) => Promise<Response>;

/**
 * An application of pages that can be mounted beside the lookups: it adds handlers to its own paths and no middleware to
 * anything (DESIGN 11). What a handler throws is turned into a page by `failed`.
 */
export function pageApp<E extends Env>(
  observe: Observer,
  failed: (c: Context<E>, error: unknown, route: string) => Promise<Response>,
) {
  const app = new Hono<E>();
  const add = (method: "get" | "post", path: string, answer: Answer<E>): void => {
    app.on(method.toUpperCase(), path, async (c) => {
      const response = await answer(c).catch((error: unknown) => failed(c, error, path));
      observe.request(path, response.status);
      return response;
    });
  };
  return {
    app,
    get: (path: string, answer: Answer<E>) => add("get", path, answer),
    post: (path: string, answer: Answer<E>) => add("post", path, answer),
  };
}
