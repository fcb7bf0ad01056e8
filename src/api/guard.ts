import type { Context, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import type { Caller } from "../core/access/caller.ts";
import { type Access, permit } from "../core/access/permit.ts";
import { isLoopback, type Site, sessionCookie } from "../core/access/site.ts";
import { HifazatError } from "../core/errors.ts";
import type { StaffEnv } from "./staff-route.ts";

export type GuardDeps = {
  readonly site: Site;
  readonly authenticate: (credentials: {
    readonly cookie: string | undefined;
    readonly bearer: string | undefined;
    readonly address: string;
  }) => Caller;
  /** The caller's address, as far as it is known. */
  readonly clientAddress: (c: Context) => string;
  /** Seconds since the epoch. */
  readonly now: () => number;
};

/** A request that changes something repeats in this header what the session's answers call `csrf`. */
export const CSRF_HEADER = "csrf-token";

const SAFE_METHODS = ["GET", "HEAD"];

/** Stands before one route: lets through who may use it, and says who that is. */
export function guard(deps: GuardDeps, access: Access): MiddlewareHandler<StaffEnv> {
  return async (c, next) => {
    admit(c, deps, access, c.req.header(CSRF_HEADER) ?? "");
    await next();
  };
}

/**
 * Puts into the context who calls, or throws why they may not. `csrf` is what the request repeats of the session's
 * value: in the header, or in a field of a page's form.
 */
export function admit(c: Context<StaffEnv>, deps: GuardDeps, access: Access, csrf: string): void {
  const bearer = bearerOf(c);
  const cookie = getCookie(c, sessionCookie(deps.site).name);
  const shown = deps.authenticate({ cookie, bearer, address: deps.clientAddress(c) });
  const flaw = bearer === undefined ? browserFlaw(c, deps.site, access, shown, csrf) : undefined;
  if (flaw !== undefined && access.kind !== "public") throw flaw;
  // Where everybody is served, a session that another page may have brought along does not count.
  const caller = flaw !== undefined ? ANONYMOUS : shown;
  const at = deps.now();
  const permission = permit(access, caller, at);
  if (permission.kind === "refused") throw new HifazatError(permission.code, permission.message);
  c.set("caller", caller);
  c.set("reach", permission.reach);
  c.set("at", at);
}

const ANONYMOUS = { kind: "anonymous" } as const;

/**
 * Why a request with a cookie, or without anything, is not to be trusted. Not asked of one with a bearer token: a browser
 * never adds that by itself, so another site's page cannot make it send one.
 */
function browserFlaw(c: Context, site: Site, access: Access, caller: Caller, csrf: string): HifazatError | undefined {
  return openNetwork(c, site) ?? forgery(c, site, access.kind === "anyone", caller, csrf);
}

/** The token, "" for an Authorization that is none; undefined when there is no such header. */
function bearerOf(c: Context): string | undefined {
  const header = c.req.header("authorization");
  return header === undefined ? undefined : (/^Bearer +([^\s]+) *$/i.exec(header)?.[1] ?? "");
}

/** Without a configured https origin the cookie would go over the network in clear: only this machine may sign in. */
function openNetwork(c: Context, site: Site): HifazatError | undefined {
  if (site.kind === "public") return undefined;
  const forwarded = c.req.header("forwarded") ?? c.req.header("x-forwarded-for") ?? c.req.header("x-forwarded-host");
  if (isLoopback(new URL(c.req.url).hostname) && forwarded === undefined) return undefined;
  return new HifazatError(
    "forbidden",
    "Until the site's https origin is configured, staff can sign in on this machine only.",
  );
}

/**
 * Cross-site request forgery: what the browser says of the request's source, and, in a session, a value that only the
 * site's own pages know. `unsigned`: the request begins a session, so it can repeat none.
 */
function forgery(c: Context, site: Site, unsigned: boolean, caller: Caller, csrf: string): HifazatError | undefined {
  if (SAFE_METHODS.includes(c.req.method)) return undefined;
  const from = c.req.header("sec-fetch-site");
  const origin = c.req.header("origin");
  const foreign = from !== undefined && from !== "same-origin" && from !== "none";
  if (foreign || (origin !== undefined && origin !== ownOrigin(c, site)))
    return new HifazatError("csrf_refused", "The request comes from another site.");
  if (unsigned || caller.kind !== "session" || sameText(csrf, caller.csrf)) return undefined;
  return new HifazatError("csrf_refused", `Repeat the session's csrf value in the header ${CSRF_HEADER}.`);
}

/** The origin of the page a request may come from. */
export const ownOrigin = (c: Context, site: Site): string =>
  site.kind === "public" ? site.origin : new URL(c.req.url).origin;

/** In time that depends on the length only. */
function sameText(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let difference = 0;
  for (let index = 0; index < one.length; index++) difference |= one.charCodeAt(index) ^ other.charCodeAt(index);
  return difference === 0;
}
