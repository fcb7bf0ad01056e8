import { expect, test } from "vitest";
import { newFollowUpCode, newReference, plainLetters, readReference } from "../../../src/core/complaint/reference.ts";
import { countedRandom } from "../../fixtures/cases.ts";

const random = countedRandom();

test("a_reference_is_read_however_it_is_typed", () => {
  const reference = newReference("C", random);
  expect(reference).toMatch(/^C-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
  for (const typed of [
    reference,
    reference.toLowerCase(),
    reference.replaceAll("-", " "),
    reference.replaceAll("-", ""),
  ])
    expect(readReference("C", typed)).toBe(reference);
  expect(readReference("C", "c-l0o1-iiii")).toBe("C-1001-1111");
});

test("a_reference_of_another_kind_or_form_is_none", () => {
  for (const text of ["A-7K3M-9Q2X", "C-7K3M", "C-7K3M-9Q2U", "", "C".repeat(1_000), "1; DROP TABLE complaints"])
    expect(readReference("C", text)).toBeUndefined();
});

test("a_follow_up_code_has_100_bits_and_no_letter_that_looks_like_another", () => {
  const codes = Array.from({ length: 200 }, () => newFollowUpCode(random));
  for (const code of codes) expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}$/);
  expect(new Set(codes).size).toBe(200);
  expect(new Set(codes.join("").replaceAll("-", "")).size).toBe(32);
  expect(plainLetters("abo1-")).toBe("AB01");
});
