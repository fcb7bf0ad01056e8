import type { Json } from "./caller.ts";
import type { Officer } from "./officer.ts";
import type { Meant } from "./orders.ts";

const GENERAL = "/v1/cases/complaints";
const SEALED = "/v1/cases/sealed-complaints";
const ANSWERS = ["not_unlawful", "insufficient", "other_authority", "asked_platform"];

/** How often a desk looks whether something has come, in ms. */
const LOOK_MS = 100;

/**
 * An officer at the general desk until `isOver`: takes what comes first and answers it, passes child abuse on, or keeps
 * it for an order, as `wanted` says. Another who was faster is no fault. Gives back what was kept.
 */
export async function atGeneralDesk(
  officer: Officer,
  wanted: (taken: number) => "answer" | "close" | "keep",
  isOver: () => boolean,
): Promise<Json[]> {
  const kept: Json[] = [];
  let taken = 0;
  for (;;) {
    const over = isOver();
    const { complaints } = await officer.ok("GET", `${GENERAL}?state=received&limit=20`);
    if (complaints.length === 0) {
      if (over) return kept;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      continue;
    }
    // Each looks at another one of those that come first.
    const line = complaints[(officer.name.length + taken) % complaints.length];
    const one = `${GENERAL}/${line.reference}`;
    const reply = await officer.call("POST", `${one}/take`);
    if (reply.status >= 400) {
      if (!["case_locked", "case_state", "not_found"].includes(reply.body.code))
        throw new Error(JSON.stringify(reply.body));
      continue;
    }
    const seen = await officer.ok("GET", one);
    switch (wanted(taken++)) {
      case "answer":
        await officer.ok("POST", `${one}/answer`, { template: ANSWERS[taken % ANSWERS.length], reasons: "looked at" });
        break;
      case "close":
        await officer.ok("POST", `${one}/close`, { reasons: "an advertisement" });
        break;
      case "keep":
        kept.push(seen);
    }
  }
}

/** An order of what was kept, of the category that most of it has; the rest is answered. */
export async function convertKept(
  author: Officer,
  { clerk, officer }: Record<"clerk" | "officer", Officer>,
  kept: readonly Json[],
  number: string,
): Promise<Meant | undefined> {
  const category = kept[0]?.category;
  const same = kept.filter((complaint) => complaint.category === category);
  for (const { reference } of kept.filter((complaint) => complaint.category !== category))
    await author.ok("POST", `${GENERAL}/${reference}/answer`, { template: "not_unlawful", reasons: "looked at" });
  if (same.length === 0) return undefined;
  const references = same.map(({ reference }) => reference);
  const { order: id } = await author.ok("POST", `${GENERAL}/convert`, { references, number, ground: "decency" });
  await clerk.ok("POST", `/v1/orders/${id}/submit`);
  // The author of any part cannot approve, whatever their role.
  await author.fresh();
  const { digest } = await officer.ok("GET", `/v1/orders/${id}`);
  await author.refused("author_cannot_approve", "POST", `/v1/orders/${id}/approve`, { digest, reasons: "mine" });
  await officer.decide(`/v1/orders/${id}/approve`, { digest, reasons: "the complaints are right" });
  const listed = same.flatMap(({ shown }) => shown.flatMap(({ value }: Json) => (value == null ? [] : [value])));
  return { id, state: "in_force", list: "general", listed: [...new Set<string>(listed)], gone: [] };
}

/** The sealed desk: one officer reveals with a reason and makes an order, the other approves it. */
export async function atSealedDesk(author: Officer, second: Officer, number: string): Promise<Meant | undefined> {
  const { complaints } = await author.ok("GET", `${SEALED}?state=received&limit=100`);
  if (complaints.length === 0) return undefined;
  const listed: string[] = [];
  const references: string[] = [];
  for (const { reference, category } of complaints) {
    const one = `${SEALED}/${reference}`;
    await author.ok("POST", `${one}/take`);
    const { addresses } = await author.ok("POST", `${one}/reveal`, { reason: "to decide on it" });
    const { referrals } = await author.ok("GET", one);
    await author.ok("PATCH", `${one}/referrals/${referrals[0].number}`, { status: "acknowledged" });
    if (category !== "child-abuse") throw new Error(`the sealed desk has a complaint of ${category}`);
    listed.push(...addresses.map((address: string) => address.replace(/^https?:\/\//, "")));
    references.push(reference);
  }
  const { order: id } = await author.ok("POST", `${SEALED}/convert`, { references, number, ground: "decency" });
  const path = `/v1/sealed/orders/${id}`;
  await author.ok("POST", `${path}/submit`);
  await second.ok("GET", `${path}/items?reason=to+decide+on+the+order`);
  const { digest } = await second.ok("GET", path);
  await second.decide(`${path}/approve`, { digest, reasons: "seen" });
  return { id, state: "approved", list: "sealed", listed: [...new Set(listed)], gone: [] };
}
