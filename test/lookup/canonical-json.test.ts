import { Metadata, Signature, Targets } from "@tufjs/models";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "../../src/lookup/tuf/canonical-json.ts";

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    fc.string({ unit: "binary" }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    tie("list"),
    tie("map"),
  ),
  list: fc.array(tie("value"), { maxLength: 4 }),
  map: fc.dictionary(fc.string(), tie("value"), { maxKeys: 4 }),
}));

test("what is signed is the same text as @tufjs/models signs", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), json.value), (custom) => {
      const targets = new Targets({ version: 1, specVersion: "1.0.31", expires: "2099-01-01T00:00:00Z", targets: {} });
      let signed = "";
      new Metadata(Object.assign(targets, { unrecognizedFields: custom as never })).sign((data) => {
        signed = data.toString("utf8");
        return new Signature({ keyID: "k", sig: "s" });
      });
      expect(canonicalJson(targets.toJSON())).toBe(signed);
    }),
  );
});

test("a number that is not whole has no canonical form", () => {
  expect(() => canonicalJson({ a: 1.5 })).toThrow(expect.objectContaining({ code: "tuf_malformed" }));
});
