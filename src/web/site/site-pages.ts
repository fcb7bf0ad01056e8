import type { pageApp } from "../ui/page-app.ts";

/** Where the parts of the site add their pages. */
export type SitePages = Pick<ReturnType<typeof pageApp>, "get" | "post">;
