import { mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { askResolver } from "../../../src/agent/output/ask-resolver.ts";
import { runHook } from "../../../src/agent/output/hook.ts";
import { statusOf } from "../../../src/agent/status.ts";
import { feedZone } from "../../../src/distribute/zone-transfer/feed.ts";
import { withdraw } from "../../../src/review/withdraw.ts";
import { Primary, ZONE } from "../../distribute/zone-transfer/primary.ts";
import { approved, NOW } from "../../fixtures/orders.ts";
import { ask, freePort, type Program, programsHere, until } from "../../fixtures/programs.ts";
import { filesBelow } from "../../publish/tree.ts";
import { NAME, release, SEALED, stage } from "../sealed-stage.ts";
import { Page } from "./page.ts";
import { PRODUCTS } from "./products.ts";
import { startUpstream } from "./upstream.ts";

const { unbound } = PRODUCTS;
const SECOND = "second-sealed-name.example";
const ports = {
  runHook,
  askResolver,
  pause: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
};

test.skipIf(!programsHere(...unbound.programs, "knotd", "knotc", "kdig"))(
  "sealed names go to Unbound by its control socket: blocked and let go, in 0600 files, in no log and in no zone",
  async () => {
    const all = await stage();
    const { agent, registry } = all;
    const folder = join(agent.folder, "resolver");
    mkdirSync(folder);
    const place = { folder, file: join(folder, "hifazat"), port: 0, upstream: 0, control: 0 };
    Object.assign(place, { port: await freePort(), upstream: await freePort(), control: await freePort() });
    const stopUpstream = await startUpstream(place.upstream);
    const page = new Page(unbound.page, unbound.swaps(place));
    const sealed = { ...page.output, name: "sealed", list: "sealed", mode: 0o600 } as const;
    const outputsWith = (output: typeof page.output) => ({
      ...agent.settings,
      outputs: [agent.output("plain"), output],
    });
    // The file is there before Unbound is, which reads it when it starts.
    agent.settings = outputsWith({ ...sealed, control: undefined, verify: undefined });
    expect((await release(all)).faults).toEqual([]);
    const program: Program = unbound.start(page, place);
    onTestFinished(async () => {
      await program.stop();
      stopUpstream();
    });
    const answers = (name: string, status: string) =>
      until(
        () => `${name} to be ${status}:\n${program.output.slice(-2_000)}`,
        async () => (await ask(place.port, name)).status === status,
      );
    await answers(NAME, "NXDOMAIN");
    await answers(SECOND, "NOERROR");

    agent.settings = outputsWith(sealed);
    const order = approved(registry.db, [SECOND], { ...SEALED, number: "FIA/2026/2" });
    const came = await release(all, ports);
    expect(came.outputs).toMatchObject([{ name: "plain" }, { name: "sealed", result: "written", message: "" }]);
    await answers(SECOND, "NXDOMAIN");
    await answers(`deep.${SECOND}`, "NXDOMAIN");
    const lapsed = { items: null, second: "Officer B", reasons: "lapsed", cleared: false };
    withdraw(registry.db, `o${order.id}`, lapsed, "Officer A", NOW, 0);
    const went = await release(all, ports);
    expect(went.outputs).toMatchObject([{ name: "plain" }, { name: "sealed", result: "written", message: "" }]);
    await answers(SECOND, "NOERROR");
    await answers(NAME, "NXDOMAIN");

    const holders = [...filesBelow(agent.folder)].flatMap(([path, bytes]) =>
      Buffer.from(bytes).includes("sealed-name") ? [path] : [],
    );
    expect(holders).toEqual(["resolver/hifazat"]);
    expect(readdirSync(folder).filter((name) => name.includes("hifazat"))).toEqual(["hifazat"]);
    expect(statSync(place.file).mode & 0o777).toBe(0o600);
    // It says that it runs; at the verbosity it has by itself it does not say what it was told or asked.
    expect(program.output).toContain("start of service");
    expect(program.output).not.toContain("sealed-name");
    expect(JSON.stringify([came, went, await statusOf(agent.settings)])).not.toContain("sealed-name");

    const primary = new Primary();
    onTestFinished(() => primary.stop());
    await primary.start();
    await primary.controlled((control) => feedZone({ db: registry.db, control }, ZONE));
    const zone = await primary.records({ name: "isp", secret: await primary.admit({ name: "isp" }) });
    expect(zone.join("\n")).toContain("general-name.example");
    expect(zone.join("\n")).not.toContain("sealed-name");
  },
);
