import { expect, test } from "vitest";
import { defanged } from "../../../src/web/console/defanged.tsx";

test("an address is no link, and its path stays as it is", () => {
  expect(defanged("https://a.b.example/x.html?q=1.2")).toBe("hxxps://a[.]b[.]example/x.html?q=1.2");
  expect(defanged("a.example")).toBe("a[.]example");
});

test("what came defanged is not defanged again", () => {
  expect(defanged("hxxp://forum[.]example/a")).toBe("hxxp://forum[.]example/a");
  expect(defanged(defanged("https://a.b.example/"))).toBe(defanged("https://a.b.example/"));
});
