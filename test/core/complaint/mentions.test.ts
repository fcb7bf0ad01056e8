import { describe, expect, test } from "vitest";
import { mentionsAddress } from "../../../src/core/complaint/mentions.ts";

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
