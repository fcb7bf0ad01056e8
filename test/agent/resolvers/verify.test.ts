import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { exitCode } from "../../../src/agent/sync-report.ts";
import { programsHere, run } from "../../fixtures/programs.ts";
import { PRODUCTS } from "./products.ts";
import { Running } from "./running.ts";

const { bind, unbound } = PRODUCTS;

describe.each([bind, unbound])("$name", (product) => {
  test.skipIf(!programsHere(...product.programs))(
    "a reload that says it went well but did nothing is found out: the previous file comes back, with an alarm",
    async () => {
      const resolver = await Running.start(product, { reload: ["true"], control: undefined });
      const [output] = resolver.agent.settings.outputs;
      if (output?.verify === undefined) throw new Error("no output");
      const verify = { ...output.verify, timeoutSeconds: 0.5 };
      resolver.agent.settings = { ...resolver.agent.settings, outputs: [{ ...output, verify }] };
      const before = readFileSync(output.path, "utf8");
      const report = await resolver.publish("bet.pk", "poker.pk");
      expect(report.outputs).toMatchObject([{ result: "failed", code: "verify_failed" }]);
      expect(report.outputs[0]?.message).toMatch(
        /answers hifazat-sentinel\.example TXT with hifazat.general.1 instead of hifazat.general.2\); the previous file is back/,
      );
      expect(exitCode(report)).toBe(6);
      expect(readFileSync(output.path, "utf8")).toBe(before);
      expect(await resolver.answer("bet.pk")).toBe("NXDOMAIN");
      expect(resolver.agent.leftovers()).toEqual([]);
    },
  );
});

test.skipIf(!programsHere(...unbound.programs))(
  "Unbound that lost a name is told everything again by the next round, and the include file is what its own restart reads",
  async () => {
    const resolver = await Running.start(unbound);
    const control = (...words: string[]) =>
      run("unbound-control", ["-c", join(resolver.folder, "unbound.conf"), ...words]);
    await control("local_zone_remove", "bet.pk");
    expect(await resolver.answer("bet.pk")).not.toBe("NXDOMAIN");
    // Without news the round finds it out only by asking.
    expect((await resolver.sync()).outputs).toMatchObject([{ result: "unchanged", message: "" }]);
    expect(await resolver.answer("bet.pk")).toBe("NXDOMAIN");
    await resolver.publish("bet.pk", "poker.pk");
    await control("reload");
    expect((await resolver.sync()).outputs).toMatchObject([{ result: "unchanged", message: "" }]);
    expect(await resolver.answer("poker.pk")).toBe("NXDOMAIN");
  },
);

test.skipIf(!programsHere(...unbound.programs))(
  "a release that Unbound does not enforce is taken back through the control socket too",
  async () => {
    // It asks for an address no blocked name has, so that verification fails although the control commands worked.
    const resolver = await Running.start(unbound);
    const [output] = resolver.agent.settings.outputs;
    if (output?.verify === undefined) throw new Error("no output");
    const verify = { ...output.verify, blocked: "192.0.2.80", timeoutSeconds: 0 };
    resolver.agent.settings = { ...resolver.agent.settings, outputs: [{ ...output, verify }] };
    const report = await resolver.publish("bet.pk", "poker.pk");
    expect(report.outputs).toMatchObject([{ code: "verify_failed" }]);
    expect(await resolver.answer("poker.pk")).not.toBe("NXDOMAIN");
    expect(await resolver.answer("bet.pk")).toBe("NXDOMAIN");
    expect(readFileSync(output.path, "utf8")).not.toContain("poker");
  },
);
