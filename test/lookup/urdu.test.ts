import { domainToASCII } from "node:url";
import { expect, test } from "vitest";
import { lookup } from "../../src/lookup/verdict.ts";
import { openIndex } from "../../src/protocol/index-file/read.ts";
import { indexOf } from "../fixtures/repository.ts";

const URDU = "کراچی.example"; // U+06A9, U+06CC
const ARABIC = "كراچي.example"; // U+0643, U+064A

test("the same word with other code points for kaf and yeh is found, and the verdict says how it is spelled", () => {
  const listed = domainToASCII(URDU);
  const index = openIndex(indexOf(1, [{ value: listed, scope: "domain" }]).bytes.buffer);
  expect(lookup(index, URDU)).toMatchObject({ canonical: listed, blocked: true });
  expect(lookup(index, URDU)).not.toHaveProperty("variant");
  expect(lookup(index, `https://www.${ARABIC}/a`)).toMatchObject({
    canonical: `www.${domainToASCII(ARABIC)}/a`,
    blocked: true,
    entry: { value: listed },
    variant: `www.${listed}/a`,
  });
});
