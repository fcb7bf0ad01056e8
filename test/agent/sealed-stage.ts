import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SyncPorts } from "../../src/agent/sync.ts";
import type { SyncReport } from "../../src/agent/sync-report.ts";
import { publish } from "../../src/publish/publish.ts";
import { approved } from "../fixtures/orders.ts";
import { newRegistry, type Registry } from "../publish/registry.ts";
import { enrolSubscriber, SEALED_TERMS, type SealedSubscriber } from "../publish/sealed-subscriber.ts";
import { filesBelow, repositoryOf } from "../publish/tree.ts";
import { Harness } from "./harness.ts";

export const NAME = "sealed-name.example";
/** Of an order whose entries are on the sealed list. */
export const SEALED = { ...SEALED_TERMS, number: "FIA/2026/1" };
export type SealedStage = { registry: Registry; agent: Harness; isp: SealedSubscriber; keyFile: string };

/** A real registry with a sealed entry and one subscriber, and that subscriber's agent. */
export async function stage(): Promise<SealedStage> {
  const registry = await newRegistry();
  approved(registry.db, ["general-name.example"]);
  approved(registry.db, [NAME], SEALED);
  const isp = await enrolSubscriber(registry.db, "isp-one");
  const agent = await Harness.start((harness) => ({
    lists: ["general", "sealed"],
    sealedKeyFile: join(harness.folder, "sealed.key"),
    outputs: [
      harness.output("plain"),
      harness.output("rpz", { name: "sealed", list: "sealed", mode: 0o600, reload: ["reload"] }),
    ],
  }));
  const keyFile = join(agent.folder, "sealed.key");
  writeFileSync(keyFile, `# created\n${isp.identity}\n`, { mode: 0o600 });
  writeFileSync(
    join(agent.folder, "root.json"),
    readFileSync(join(repositoryOf(registry.root), "metadata/1.root.json")),
  );
  return { registry, agent, isp, keyFile };
}

/** Publishes, hands the repository out, and lets the agent sync. */
export async function release(
  { registry, agent }: Pick<SealedStage, "registry" | "agent">,
  ports: Partial<SyncPorts> = {},
): Promise<SyncReport> {
  await publish(registry.publishing);
  const files = [...filesBelow(repositoryOf(registry.root))];
  agent.server.files = new Map(files.map(([path, bytes]) => [`/tuf/${path}`, Buffer.from(bytes)]));
  return agent.sync({}, ports);
}
