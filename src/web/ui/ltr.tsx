import type { Child } from "hono/jsx";

/** Addresses, ids, numbers and dates in digits keep their own direction: inside Urdu they would come out in pieces. */
export const Ltr = ({ children }: { readonly children?: Child }) => <bdi dir="ltr">{children}</bdi>;
