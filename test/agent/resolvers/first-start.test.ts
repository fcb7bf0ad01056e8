import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { exitCode, type SyncReport } from "../../../src/agent/sync-report.ts";
import { programsHere } from "../../fixtures/programs.ts";
import { pageText } from "./page.ts";
import { PRODUCTS } from "./products.ts";
import { Running, realPorts } from "./running.ts";

/** What the pages say of a product that finds no list when it starts. */
const WITHOUT_A_LIST = [
  { says: "the file is not there at start: it runs **with no list**", is: "open" },
  { says: "the file is not there at start: it **does not start**", is: "ended" },
] as const;

describe.each(Object.values(PRODUCTS))("$name", (product) => {
  test.skipIf(!programsHere(...product.programs))(
    "that does not run yet: sync writes the file and ends with 6, and once it has started the next sync is good",
    async () => {
      let first: SyncReport | undefined;
      const resolver = await Running.start(product, {
        async first(agent, output) {
          const verify = output.verify && { ...output.verify, timeoutSeconds: 0 };
          agent.settings = { ...agent.settings, outputs: [{ ...output, verify }] };
          first = await agent.sync({}, realPorts);
        },
      });
      expect(first && exitCode(first)).toBe(6);
      expect(first?.outputs).toMatchObject([
        {
          code: expect.stringMatching(/^(hook|verify)_failed$/),
          message: expect.stringMatching(/so the new one stays\.$/),
        },
      ]);
      const second = await resolver.sync();
      expect(second.outputs).toMatchObject([{ result: "written", message: "" }]);
      expect(exitCode(second)).toBe(0);
      expect((await resolver.sync()).outputs).toMatchObject([{ result: "unchanged", message: "" }]);
      expect(readFileSync(resolver.place.file).length).toBeGreaterThan(0);
    },
  );

  test.skipIf(!programsHere(...product.programs))("without a list does at its start what its page says", async () => {
    const told = WITHOUT_A_LIST.filter(({ says }) => pageText(product.page).replaceAll(" | ", ": ").includes(says));
    expect(told).toHaveLength(1);
    const resolver = await Running.start(product, { first: async () => {}, becomes: told[0]?.is ?? "blocked" });
    expect(existsSync(resolver.place.file)).toBe(false);
  });
});
