import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type ListLine, readLines } from "../../../src/protocol/list.ts";
import { publish } from "../../../src/publish/publish.ts";
import { approved } from "../../fixtures/orders.ts";
import { programsHere } from "../../fixtures/programs.ts";
import { newRegistry } from "../../publish/registry.ts";
import { downloadFrom } from "../../publish/tree.ts";
import { importHostile } from "./hostile-orders.ts";
import { PRODUCTS } from "./products.ts";
import { Running } from "./running.ts";

/** The list of a registry that took all of it, published for real; made once. */
async function publishedList(): Promise<ListLine[]> {
  const { root, db, publishing } = await newRegistry();
  const folder = join(root, "orders");
  mkdirSync(folder);
  approved(db, ["bet.pk", "zz-last.pk", "aa-first.com"]);
  const { entries, refused } = await importHostile(db, folder);
  // Both: what the canonicaliser lets through, and what it does not.
  expect(Math.min(entries, refused)).toBeGreaterThan(50);
  await publish(publishing);
  return [...readLines(Buffer.from((await downloadFrom(root))?.list ?? ""))];
}

let list: Promise<ListLine[]> | undefined;

describe("whatever an order has in it", () => {
  test.each(Object.values(PRODUCTS).filter((product) => programsHere(...product.programs)))(
    "$name starts with the list, takes it again by a reload, blocks what it lists, and answers everything else",
    async (product) => {
      list ??= publishedList();
      const lines = await list;
      const resolver = await Running.start(product, { lines });
      const obeys = async () => {
        for (const name of ["bet.pk", "www.bet.pk", "zz-last.pk", "aa-first.com", "upper.hostile.example"])
          await resolver.expects(name, "blocked");
        for (const name of ["open.pk", "page.hostile.example", "good.hostile.example"])
          await resolver.expects(name, "open");
      };
      await obeys();
      // Verified by the sentinel, which stands last.
      expect((await resolver.sync()).outputs).toMatchObject([{ result: "unchanged", message: "" }]);
      const more = { value: "one-more.pk", scope: "domain", category: "decency" } as const;
      expect((await resolver.publishLines([...lines, more])).outputs).toMatchObject([
        { result: "written", message: "" },
      ]);
      await resolver.expects("one-more.pk", "blocked");
      await obeys();
    },
  );
});
