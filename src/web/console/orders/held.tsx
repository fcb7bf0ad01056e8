import type { Item } from "../../../api/orders/deps.ts";
import { orderToChange } from "../../../api/orders/desk.ts";
import { actorOf } from "../../../api/staff-route.ts";
import { named } from "../../../core/order/held.ts";
import type { HeldDecision, OrderRecord } from "../../../core/order/order.ts";
import { formatNumber } from "../../ui/dates.ts";
import { Radios } from "../../ui/form.tsx";
import { BackLink } from "../../ui/notice.tsx";
import { Defanged } from "../defanged.tsx";
import { formPage } from "../form-page.tsx";
import { access, isSealed, type OrdersPart, opened } from "./part.tsx";
import { reasonsOf } from "./reason-templates.ts";
import { ReasonsFields } from "./reasons-fields.tsx";
import { FieldFault } from "./refused.tsx";
import { Why } from "./why.tsx";

/** Held items on one page; the ones after these come when these are decided. */
const PAGE = 50;

/** The senior officer's page: held items one by one, each beside the reason for which it was stopped. */
export function heldPages(part: OrdersPart): void {
  const { pages, deps, desk, base } = part;
  formPage(pages, deps, {
    path: `${base}/:id/held`,
    access: access(part, "senior"),
    here: "orders",
    faultAt: (error) => (error instanceof FieldFault ? error.field : "reasons"),
    view(c, language, values, errors) {
      const { order, path, decide } = opened(c, part);
      const { held } = decide;
      const items = undecided(part, order);
      const choices = [
        { value: "accept", text: held.accept },
        { value: "reject", text: held.reject },
        { value: "", text: held.later },
      ];
      return {
        title: held.title,
        before: <BackLink language={language} href={path} />,
        lead: (
          <>
            <p class="govuk-body">{items.length === 0 ? held.none : held.lead}</p>
            <p class="govuk-body">{held.waiting(formatNumber(language, waiting(order)))}</p>
          </>
        ),
        fields: (
          <>
            <input type="hidden" name="digest" value={order.digest} />
            {items.map((item) => (
              <Radios
                {...{ language, errors, choices }}
                name={`item-${item.seq}`}
                label={
                  item.target === null || isSealed(part) ? (
                    formatNumber(language, item.seq)
                  ) : (
                    <Defanged target={item.target} />
                  )
                }
                hint={<Why language={language} item={item} explain={deps.orders.explain} />}
                value={values.text(`item-${item.seq}`)}
                small
                inline
              />
            ))}
            <Radios
              {...{ language, errors, choices }}
              name="rest"
              label={held.rest}
              value={values.text("rest")}
              small
              inline
            />
            <ReasonsFields {...{ language, values, errors }} />
          </>
        ),
        submit: held.decide,
      };
    },
    async act(c, form) {
      const order = orderToChange(c, deps.orders, desk);
      const { decide } = opened(c, part);
      const reasons = reasonsOf(form);
      if (reasons === "") throw new FieldFault("reasons", decide.reasonsNeeded);
      const items = undecided(part, order);
      const which = (choice: string): HeldDecision => {
        if (form.text("rest") === choice) return { kind: "all" };
        const chosen = items.filter(({ seq }) => form.text(`item-${seq}`) === choice).map(({ seq }) => seq);
        return chosen.length === 0 ? { kind: "none" } : { kind: "some", items: chosen };
      };
      const review = { digest: form.text("digest"), accept: which("accept"), reject: which("reject"), reasons };
      if (review.accept.kind === "none" && review.reject.kind === "none")
        throw new FieldFault("rest", decide.held.choose);
      const { entries } = await deps.orders.review(`o${order.id}`, { kind: "decide_held", review }, actorOf(c));
      return `${base}/o${order.id}?done=held&n=${entries}`;
    },
    refusal(c, _form, error) {
      const { decide } = opened(c, part);
      if (error.code === "digest_mismatch") return decide.changed;
      return error instanceof FieldFault ? error.message : decide.refused[error.code];
    },
  });
}

/** Held items that nobody has decided on. */
export function waiting({ counts, held }: OrderRecord): number {
  if (held.accepted.kind === "all" || held.rejected.kind === "all") return 0;
  return counts.held - named(held.accepted).length - named(held.rejected).length;
}

/** The first of them. */
function undecided({ deps }: OrdersPart, order: OrderRecord): readonly Item[] {
  if (waiting(order) === 0) return [];
  const decided = new Set([...named(order.held.accepted), ...named(order.held.rejected)]);
  const found: Item[] = [];
  for (let after: number | null = 0; after !== null && found.length < PAGE; ) {
    const page = deps.orders.items(order, ["held"], after, PAGE);
    found.push(...page.items.filter(({ seq }) => !decided.has(seq)));
    after = page.next;
  }
  return found.slice(0, PAGE);
}
