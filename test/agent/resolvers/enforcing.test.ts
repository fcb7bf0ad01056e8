import { describe, expect, test } from "vitest";
import { programsHere } from "../../fixtures/programs.ts";
import { domains } from "../fixture-repository.ts";
import { PRODUCTS } from "./products.ts";
import { Running } from "./running.ts";

describe.each(Object.values(PRODUCTS))("$name, configured as its page says", (product) => {
  test.skipIf(!programsHere(...product.programs))(
    "blocks what a release lists, name and subdomains, and answers again for what the next one drops",
    async () => {
      const resolver = await Running.start(product);
      await resolver.expects("open.pk", "open");
      // Once asked, the answer is in the resolver's cache.
      await resolver.expects("poker.pk", "open");

      const url = { value: "page.pk/path", scope: "url", category: "decency" } as const;
      const listed = await resolver.publishLines([...domains("bet.pk", "poker.pk"), url]);
      expect(listed.outputs).toMatchObject([{ result: "written", message: "", tally: { rejected: { url_scope: 1 } } }]);
      for (const name of ["poker.pk", "www.poker.pk", "bet.pk"]) await resolver.expects(name, "blocked");
      // A URL is never widened to its host.
      for (const name of ["open.pk", "page.pk"]) await resolver.expects(name, "open");

      const dropped = await resolver.publish("bet.pk");
      expect(dropped.outputs).toMatchObject([{ result: "written", message: "" }]);
      for (const name of ["poker.pk", "www.poker.pk"]) await resolver.expects(name, "open");
      await resolver.expects("bet.pk", "blocked");
      expect((await resolver.sync()).outputs).toMatchObject([{ result: "unchanged", message: "" }]);
    },
  );
});
