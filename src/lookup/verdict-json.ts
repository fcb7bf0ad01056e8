import type { RefusalCode } from "../core/target/refusal.ts";
import type { IndexReader } from "../protocol/index-file/read.ts";
import { decide } from "./decision.ts";
import { appealPath, entryId } from "./entry-id.ts";
import { isoTime, orderAt } from "./verdict.ts";

export type VerdictJson =
  | { readonly kind: "blocked" | "clear"; readonly json: string }
  | { readonly kind: "refused"; readonly json: string; readonly code: RefusalCode };

/**
 * `JSON.stringify(lookup(index, query))`, put together from pieces: what an order says is the same for thousands of
 * entries and is written once. A test holds both to the same text.
 */
export function verdictWriter(index: IndexReader): (query: string) => VerdictJson {
  const end = `,"release":${index.header.release}}`;
  const orders: string[] = [];

  return (query) => {
    const decision = decide(index, query);
    const asked = `{"query":${JSON.stringify(query)},"canonical":`;
    if (decision.kind === "refused") {
      const { code } = decision;
      return { kind: "refused", code, json: `${asked}null,"blocked":false,"refused":"${code}"${end}` };
    }
    const canonical = JSON.stringify(decision.canonical);
    if (decision.kind === "clear") return { kind: "clear", json: `${asked}${canonical},"blocked":false${end}` };
    const variant = decision.variant === undefined ? "" : `,"variant":${JSON.stringify(decision.variant)}`;
    const entry = entryJson(decision.handle);
    return { kind: "blocked", json: `${asked}${canonical},"blocked":true,"entry":${entry}${variant}${end}` };
  };

  function entryJson(handle: number): string {
    const { id, scope, value, category, order } = index.entry(handle);
    const publicId = entryId(id);
    // Category slugs, scopes and ids hold nothing that JSON escapes.
    return (
      `{"id":"${publicId}","scope":"${scope}","value":${JSON.stringify(value)},"category":"${category}",` +
      `${orderMembers(order)},"appeal":"${appealPath(publicId)}"}`
    );
  }

  function orderMembers(position: number): string {
    orders[position] ??= orderJson(position);
    return orders[position];
  }

  function orderJson(position: number): string {
    const { ground, number, since, reviewAt, expiresAt } = orderAt(index, position);
    const members = {
      ground,
      order: number,
      since: isoTime(since),
      reviewAt: isoTime(reviewAt),
      expiresAt: isoTime(expiresAt),
    };
    return JSON.stringify(members).slice(1, -1);
  }
}
