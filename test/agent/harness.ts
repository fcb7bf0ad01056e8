import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { DEFAULT_SENTINEL } from "../../src/agent/config/schema.ts";
import type { OutputSettings, Settings } from "../../src/agent/config/settings.ts";
import type { HookResult } from "../../src/agent/output/hook.ts";
import { openDownloader } from "../../src/agent/registry/download.ts";
import { postJson } from "../../src/agent/registry/post.ts";
import { stateFolder } from "../../src/agent/state/folder.ts";
import { inForce, readHead } from "../../src/agent/state/lists.ts";
import { type SyncOptions, type SyncPorts, sync } from "../../src/agent/sync.ts";
import type { SyncReport } from "../../src/agent/sync-report.ts";
import { FixtureRepository } from "./fixture-repository.ts";
import { FixtureServer } from "./fixture-server.ts";

/** A registry, an agent's folders, and a way to let one sync the other. */
export class Harness {
  readonly repository = new FixtureRepository();
  readonly folder = mkdtempSync(join(tmpdir(), "hifazat-agent-"));
  readonly server: FixtureServer;
  settings: Settings;
  /** Commands of the hooks that ran, and what the next ones answer. */
  readonly hooks: string[][] = [];
  hookResults: HookResult[] = [];
  /** How long a registry may be silent. */
  patienceMs = 60_000;

  private constructor(server: FixtureServer, make: (harness: Harness) => Partial<Settings>) {
    this.server = server;
    const root = join(this.folder, "root.json");
    writeFileSync(root, this.repository.rootFile);
    mkdirSync(join(this.folder, "out"));
    this.settings = {
      registries: [server.url],
      prefer: "listed",
      state: join(this.folder, "state"),
      root,
      lists: ["general"],
      keep: 5,
      allow: undefined,
      token: undefined,
      bounds: { maxDropShare: 0.1, maxGrowthShare: undefined },
      outputs: [this.output("plain")],
      metrics: undefined,
    };
    this.settings = { ...this.settings, ...make(this) };
  }

  static async start(make: (harness: Harness) => Partial<Settings> = () => ({})): Promise<Harness> {
    const server = await FixtureServer.start(new Map());
    const harness = new Harness(server, make);
    server.files = harness.repository.files;
    onTestFinished(async () => {
      await server.close();
      rmSync(harness.folder, { recursive: true, force: true });
    });
    return harness;
  }

  output(kind: "plain" | "rpz" | "csv" | "cdb" | "squid", more: Partial<OutputSettings> = {}): OutputSettings {
    const formats = {
      plain: { kind: "plain", hosts: false },
      rpz: { kind: "rpz", apex: "rpz.hifazat", action: { kind: "nxdomain" } },
      csv: { kind: "csv" },
      cdb: { kind: "cdb" },
      squid: { kind: "squid" },
    } as const;
    return {
      name: kind,
      list: "general",
      path: join(this.folder, "out", `list.${kind}`),
      format: formats[kind],
      sentinel: DEFAULT_SENTINEL,
      mode: 0o644,
      reload: undefined,
      reloadTimeoutSeconds: 10,
      control: undefined,
      verify: undefined,
      ...more,
    };
  }

  ports(more: Partial<SyncPorts> = {}): SyncPorts {
    return {
      clock: () => new Date(),
      openDownloader: (identity) =>
        openDownloader(
          { ...identity, userAgent: "test" },
          { connectMs: this.patienceMs, headersMs: this.patienceMs, idleMs: this.patienceMs },
        ),
      postJson,
      runHook: async (command) => {
        this.hooks.push([...command]);
        return this.hookResults.shift() ?? { kind: "ok" };
      },
      askResolver: async () => ({ kind: "none", reason: "there is no resolver" }),
      pause: async () => {},
      step: () => {},
      ...more,
    };
  }

  sync(options: Partial<SyncOptions> = {}, ports: Partial<SyncPorts> = {}): Promise<SyncReport> {
    return sync(this.settings, { force: false, resume: false, trustRoot: undefined, ...options }, this.ports(ports));
  }

  /** The code a sync refused with, or undefined. */
  async refusal(options: Partial<SyncOptions> = {}): Promise<string | undefined> {
    return (await this.sync(options)).faults[0]?.code;
  }

  read(kind: string): string {
    return readFileSync(join(this.folder, "out", `list.${kind}`), "utf8");
  }

  /** Names in the plain output, without the sentinel. */
  names(): string[] {
    return this.read("plain").split("\n").slice(0, -2);
  }

  release(): number | undefined {
    const head = readHead(stateFolder(this.settings.state).list("general"));
    return head === undefined ? undefined : inForce(head).release;
  }

  /** Every file below the agent's folders whose name says that it is not finished. */
  leftovers(): string[] {
    const found = readdirSync(this.folder, { recursive: true, encoding: "utf8" });
    return found.filter((name) => /hifazat-new|hifazat-previous|hifazat-refused|tuf\.work/.test(name));
  }

  exists(kind: string): boolean {
    return existsSync(join(this.folder, "out", `list.${kind}`));
  }
}
