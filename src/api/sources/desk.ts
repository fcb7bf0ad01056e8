import type { Action } from "../../core/access/action.ts";
import { findCategory } from "../../core/category.ts";
import { HifazatError } from "../../core/errors.ts";
import type { ListName } from "../../core/list-name.ts";
import { organisationOf, type StaffContext } from "../staff-route.ts";
import type { SeenSource, SourcesDeps } from "./deps.ts";

/** Where sources of a list are looked after, and what each step asks of an officer there. */
export type SourceDesk = {
  readonly list: ListName;
  readonly base: string;
  readonly actions: Readonly<Record<"read" | "fetch" | "write" | "release", Action>>;
};

export const GENERAL_SOURCES: SourceDesk = {
  list: "general",
  base: "/v1/sources",
  actions: { read: "source.read", fetch: "source.fetch", write: "source.write", release: "source.release" },
};

/** Child abuse: for the sealed role alone; who looks at a body says why (DESIGN 6). */
export const SEALED_SOURCES: SourceDesk = {
  list: "sealed",
  base: "/v1/sealed/sources",
  actions: { read: "sealed.read", fetch: "sealed.write", write: "sealed.approve", release: "sealed.approve" },
};

/** The organisation whose sources the caller is held to; null for the registry's own staff. */
export function ownSourcesOnly(c: StaffContext): string | null {
  if (c.var.reach === "any") return null;
  const organisation = organisationOf(c);
  if (organisation === null) throw new HifazatError("forbidden", "You belong to no organisation.");
  return organisation.name;
}

/** The source that the path names, as far as this caller may see it; otherwise there is none. */
export const sourceOf = (c: StaffContext, deps: SourcesDeps, desk: SourceDesk, fetches = 1): SeenSource =>
  deps.source(desk.list, c.req.param("name") ?? "", ownSourcesOnly(c), fetches);

/** A source of the other list is made at the other desk, so that nobody brings in what they may not read. */
export function refuseOtherList(desk: SourceDesk, category: string): void {
  const found = findCategory(category);
  if (found === undefined || found.list === desk.list) return;
  throw new HifazatError("forbidden", `A source of the category ${found.slug} is made at the ${found.list} desk.`);
}
