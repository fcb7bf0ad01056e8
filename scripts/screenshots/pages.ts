import type { Page } from "playwright-core";
import type { Found, Visitor } from "./registry.ts";

/** A page by its path, or by what is done to get there. */
export type Shot = string | { readonly name: string; readonly open: (page: Page) => Promise<void> };

/** The pages that each kind of visitor is shown. Whoever adds a page adds it here. */
export const PAGES: Readonly<Partial<Record<Visitor, (found: Found) => readonly Shot[]>>> = {
  public: () => ["/"],
};
