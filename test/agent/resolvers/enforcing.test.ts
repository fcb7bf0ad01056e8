import { describe, expect, test } from "vitest";
import { programsHere } from "../../fixtures/programs.ts";
import { PRODUCTS } from "./products.ts";
import { Running } from "./running.ts";
import { OPEN_ADDRESS } from "./upstream.ts";

describe.each(Object.values(PRODUCTS))("$name", (product) => {
  test.skipIf(!programsHere(...product.programs))(
    "blocks what a release lists, name and subdomains, and answers again for what the next one drops",
    async () => {
      const resolver = await Running.start(product);
      expect(await resolver.answer("open.pk")).toBe(OPEN_ADDRESS);
      // Once asked, the answer is in the resolver's cache.
      expect(await resolver.answer("poker.pk")).toBe(OPEN_ADDRESS);

      const listed = await resolver.publish("bet.pk", "poker.pk");
      expect(listed.outputs).toMatchObject([{ result: "written", message: "" }]);
      for (const name of ["poker.pk", "www.poker.pk", "bet.pk"])
        expect([name, await resolver.answer(name)]).toEqual([name, "NXDOMAIN"]);
      expect(await resolver.answer("open.pk")).toBe(OPEN_ADDRESS);

      const dropped = await resolver.publish("bet.pk");
      expect(dropped.outputs).toMatchObject([{ result: "written", message: "" }]);
      expect(await resolver.answer("poker.pk")).toBe(OPEN_ADDRESS);
      expect(await resolver.answer("www.poker.pk")).toBe(OPEN_ADDRESS);
      expect(await resolver.answer("bet.pk")).toBe("NXDOMAIN");
      expect((await resolver.sync()).outputs).toMatchObject([{ result: "unchanged", message: "" }]);
    },
  );
});
