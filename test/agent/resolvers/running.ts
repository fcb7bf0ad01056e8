import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { OutputSettings } from "../../../src/agent/config/settings.ts";
import { askResolver } from "../../../src/agent/output/ask-resolver.ts";
import { runHook } from "../../../src/agent/output/hook.ts";
import type { SyncReport } from "../../../src/agent/sync-report.ts";
import { ask, freePort, type Program, until } from "../../fixtures/programs.ts";
import { domains } from "../fixture-repository.ts";
import { Harness } from "../harness.ts";
import type { Product } from "./products.ts";
import { startUpstream } from "./upstream.ts";

/** A real resolver that reads what an agent writes. It starts with release 1: bet.pk. */
export class Running {
  readonly agent: Harness;
  readonly port: number;
  readonly folder: string;
  readonly program: Program;

  private constructor(agent: Harness, port: number, folder: string, program: Program) {
    this.agent = agent;
    this.port = port;
    this.folder = folder;
    this.program = program;
  }

  static async start(product: Product, more: Partial<OutputSettings> = {}): Promise<Running> {
    const agent = await Harness.start();
    const folder = join(agent.folder, "resolver");
    mkdirSync(folder);
    const ports = { dns: await freePort(), upstream: await freePort(), control: await freePort() };
    const stopUpstream = await startUpstream(ports.upstream);
    const settings = {
      ...agent.output("plain"),
      name: "resolver",
      path: join(folder, "hifazat"),
      ...product.output(folder, ports),
    };
    // The file is there before the resolver is, which reads it when it starts.
    agent.settings = { ...agent.settings, outputs: [{ ...settings, reload: undefined, control: undefined }] };
    agent.repository.publish(domains("bet.pk"));
    await agent.sync();
    const program = product.start(folder, settings.path, ports);
    onTestFinished(async () => {
      await program.stop();
      stopUpstream();
    });
    const verify = { server: `127.0.0.1:${ports.dns}`, blocked: "nxdomain", timeoutSeconds: 20 };
    agent.settings = { ...agent.settings, outputs: [{ ...settings, verify, ...more }] };
    const running = new Running(agent, ports.dns, folder, program);
    await until(
      () => `${product.name} to block bet.pk:\n${program.output.slice(-3_000)}`,
      async () => (await running.status("bet.pk")) === "NXDOMAIN",
      15_000,
    );
    return running;
  }

  publish(...names: string[]): Promise<SyncReport> {
    this.agent.repository.publish(domains(...names));
    return this.sync();
  }

  sync(): Promise<SyncReport> {
    const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
    return this.agent.sync({}, { runHook, askResolver, pause });
  }

  async status(name: string): Promise<string> {
    return (await ask(this.port, name)).status;
  }

  /** The address a name resolves to, or the status when there is none. */
  async answer(name: string): Promise<string> {
    const { status, data } = await ask(this.port, name);
    return data.join(" ") || status;
  }
}
