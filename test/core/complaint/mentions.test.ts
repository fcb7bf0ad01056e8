import { describe, expect, test } from "vitest";
import { mentionsAddress, refuseAnyAddress } from "../../../src/core/complaint/mentions.ts";

const NAMES = ["https://www.hidden.example/gallery", "hidden.example/gallery", "hidden.example"];

describe("a_reason_says_the_address", () => {
  for (const text of [
    "see hidden.example",
    "see HIDDEN.EXAMPLE please",
    "https://www.hidden.example/gallery",
    "hxxps://hidden[.]example",
    "hidden (dot) example",
    "hidden dot example",
    "hidden . example",
    "hid\u200bden.example",
    "hidden\u06d4example",
    "ｈｉｄｄｅｎ.example",
  ])
    test(text, () => expect(mentionsAddress(text, NAMES)).toBe(true));
});

describe("a_reason_without_it_passes", () => {
  for (const text of ["asked by FIA, letter 12", "second look before the order", "example of the same kind", "hidden"])
    test(text, () => expect(mentionsAddress(text, NAMES)).toBe(false));
});

test("an address in what goes into the audit log is refused however it is spelt, and prose is not", () => {
  const named = [
    "see a.example",
    "A[.]EXAMPLE",
    "hxxp://a (dot) example/x",
    "a dot example",
    "a．example",
    "xn--a.xn--b",
    "کراچی۔پاکستان",
  ];
  for (const text of named)
    expect(() => refuseAnyAddress(text), text).toThrow(expect.objectContaining({ code: "names_sealed_address" }));
  for (const text of [
    "Decided. Nobody asked.",
    "no. 5 of 12.11.2026",
    "Confirmed by telephone (Ms. Khan).",
    "فیصلہ ہو گیا۔ کوئی اعتراض نہیں۔",
    "",
  ])
    expect(() => refuseAnyAddress(text), text).not.toThrow();
});
