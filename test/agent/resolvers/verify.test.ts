import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { exitCode } from "../../../src/agent/sync-report.ts";
import { programsHere, run } from "../../fixtures/programs.ts";
import { domains } from "../fixture-repository.ts";
import { PRODUCTS } from "./products.ts";
import { Running } from "./running.ts";

const { bind, unbound, dnsdist } = PRODUCTS;

describe.each([bind, unbound])("$name", (product) => {
  test.skipIf(!programsHere(...product.programs))(
    "a reload that says it went well but did nothing is found out: the previous file comes back, with an alarm",
    async () => {
      const resolver = await Running.start(product, { output: { reload: ["true"], control: undefined } });
      const [output] = resolver.agent.settings.outputs;
      if (output?.verify === undefined) throw new Error("no output");
      const verify = { ...output.verify, timeoutSeconds: 0 };
      resolver.agent.settings = { ...resolver.agent.settings, outputs: [{ ...output, verify }] };
      const before = readFileSync(output.path, "utf8");
      const report = await resolver.publish("bet.pk", "poker.pk");
      expect(report.outputs).toMatchObject([{ result: "failed", code: "verify_failed" }]);
      expect(report.outputs[0]?.message).toMatch(
        /answers hifazat-sentinel\.example TXT with hifazat.general.1 instead of hifazat.general.2\); the previous file is back/,
      );
      expect(exitCode(report)).toBe(6);
      expect(readFileSync(output.path, "utf8")).toBe(before);
      await resolver.expects("bet.pk", "blocked");
      expect(resolver.agent.leftovers()).toEqual([]);
    },
  );
});

test.skipIf(!programsHere(...unbound.programs))(
  "Unbound that lost a name is told everything again by the next round, and the include file is what its own restart reads",
  async () => {
    const resolver = await Running.start(unbound);
    const control = (...words: string[]) =>
      run("unbound-control", ["-c", join(resolver.place.folder, "unbound.conf"), ...words]);
    await control("local_zone_remove", "bet.pk");
    await resolver.expects("bet.pk", "open");
    // Without news the round finds it out only by asking.
    expect((await resolver.sync()).outputs).toMatchObject([{ result: "unchanged", message: "" }]);
    await resolver.expects("bet.pk", "blocked");
    await resolver.publish("bet.pk", "poker.pk");
    await control("reload");
    expect((await resolver.sync()).outputs).toMatchObject([{ result: "unchanged", message: "" }]);
    await resolver.expects("poker.pk", "blocked");
  },
);

describe.each([unbound, bind, dnsdist])("$name", (product) => {
  test.skipIf(!programsHere(...product.programs))(
    "a release that is not enforced as it should be is taken back, in the resolver too",
    async () => {
      const resolver = await Running.start(product);
      const [output] = resolver.agent.settings.outputs;
      if (output?.verify === undefined) throw new Error("no output");
      const verify = { ...output.verify, timeoutSeconds: 0 };
      resolver.agent.settings = { ...resolver.agent.settings, outputs: [{ ...output, verify }] };
      resolver.agent.repository.publish(domains("bet.pk", "poker.pk"));
      const report = await resolver.sync({
        // The resolver has taken the file by the time it is found to answer otherwise.
        async askResolver() {
          await resolver.expects("poker.pk", "blocked", { patient: true });
          return { kind: "data", data: ["192.0.2.66"] };
        },
      });
      expect(report.outputs).toMatchObject([{ code: "verify_failed" }]);
      await resolver.expects("poker.pk", "open", { patient: true });
      await resolver.expects("bet.pk", "blocked");
      expect(readFileSync(output.path, "utf8")).not.toContain("poker");
    },
  );
});
