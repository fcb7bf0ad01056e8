import { describe, expect, test } from "vitest";
import { DEFAULT_PERIODS } from "../../../src/core/order/period.ts";
import { draftTerms, type TermsInput } from "../../../src/core/order/terms.ts";

const INPUT: TermsInput = { authority: "PTA", number: "1/2026", ground: "decency", category: "decency" };
const draft = (change: Partial<TermsInput>) => draftTerms({ ...INPUT, ...change }, 1000, DEFAULT_PERIODS);

test("an order under PECA names its law, ground and provision in full", () => {
  expect(draft({})).toMatchObject({
    terms: {
      law: "PECA 2016",
      ground: "Decency or morality",
      provision: "s. 37(1)",
      category: "decency",
      list: "general",
      requestedBy: "PTA",
      urgency: "normal",
      expiresAt: 1000 + 365 * 86_400,
    },
  });
});

test("child abuse goes to the sealed list however it is written", () => {
  for (const category of ["Child Abuse", "child-abuse", "CHILD ABUSE"])
    expect(draft({ category })).toMatchObject({ terms: { list: "sealed", category: "child-abuse" } });
});

test("a ground may be named by words that only one ground has", () => {
  expect(draft({ ground: "Contempt of court" })).toMatchObject({ terms: { ground: "Contempt of court" } });
  expect(draft({ ground: "morality" })).toMatchObject({ terms: { ground: "Decency or morality" } });
  expect(draft({ ground: "of" })).toMatchObject({ kind: "refusal", code: "ground_unknown" });
});

describe("an order is refused when", () => {
  const refusals: Record<string, [Partial<TermsInput>, string]> = {
    "its ground is not one of the Act": [{ ground: "bad taste" }, "ground_unknown"],
    "its category is unknown": [{ category: "other" }, "category_unknown"],
    "its number is blank": [{ number: " " }, "order_incomplete"],
    "another law comes without a provision": [{ law: "Copyright Ordinance 1962" }, "order_incomplete"],
    "a term holds a control character": [{ number: "1\n2" }, "bad_request"],
    "a term is endless": [{ authority: "x".repeat(501) }, "bad_request"],
  };
  for (const [name, [change, code]] of Object.entries(refusals))
    test(name, () => expect(draft(change)).toMatchObject({ kind: "refusal", code }));
});

test("another law with its provision keeps the ground as it was written", () => {
  const law = { law: "Copyright Ordinance 1962", provision: "s. 66", ground: "Infringement" };
  expect(draft(law)).toMatchObject({ terms: { ...law } });
});

test("an order that names no law stands on the configured one, which has the same grounds; one that names PECA then names a provision", () => {
  const usual = { law: "Act 2027", provision: "s. 9" };
  const under = (change: Partial<TermsInput>) => draftTerms({ ...INPUT, ...change }, 1000, DEFAULT_PERIODS, usual);
  expect(under({})).toMatchObject({ terms: { law: "Act 2027", provision: "s. 9", ground: "Decency or morality" } });
  expect(under({ ground: "whim" })).toMatchObject({ code: "ground_unknown" });
  expect(under({ law: "PECA 2016" })).toMatchObject({ code: "order_incomplete" });
});
