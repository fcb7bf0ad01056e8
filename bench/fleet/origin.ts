import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { finished } from "node:stream/promises";
import { syntheticNames } from "../../scripts/synthetic-names.ts";
import { publish } from "../../src/publish/publish.ts";
import { openPublishing } from "../../src/publish/publishing.ts";
import { type Db, openDatabase } from "../../src/storage/database.ts";
import { approved } from "../../test/fixtures/orders.ts";
import { hifazat } from "../measured-run.ts";

const MAIN = new URL("../../src/cli/main.js", import.meta.url).pathname;
/** Names of later orders begin here, so that none of them is of the first. */
const LATER = 10_000_000;

/** A real registry's folder, its real publisher, and a real server of what it publishes, in a process of its own. */
export class Origin {
  readonly root: string;
  readonly url: string;
  release = 1;
  readonly #data: string;
  readonly #db: Db;
  #server: ChildProcess | undefined;

  private constructor(data: string, port: number) {
    this.#data = data;
    this.#db = openDatabase(join(data, "hifazat.db"));
    this.root = join(data, "public", "tuf", "metadata", "1.root.json");
    this.url = `http://127.0.0.1:${port}`;
  }

  /** With release 1, a list of so many names; it does not serve yet. */
  static async make(folder: string, entries: number): Promise<Origin> {
    const data = join(folder, "data");
    const order = join(folder, "order.txt");
    const out = createWriteStream(order);
    for (const name of syntheticNames(entries))
      if (!out.write(`${name}\n`)) await new Promise((resolve) => out.once("drain", resolve));
    out.end();
    await finished(out);
    const terms = ["--authority", "PTA", "--ground", "decency", "--category", "decency", "--by", "Clerk"];
    const officers = ["--officer", "A", "--second", "B", "--reasons", "bench"];
    await hifazat("init", "--data", data);
    await hifazat("import", order, "--order", "1", ...terms, "--data", data);
    await hifazat("decide", "1", "--approve", ...officers, "--data", data);
    await hifazat("publish", "--release-batch", "--senior", "S", "--data", data);
    return new Origin(data, await freePort());
  }

  async serve(): Promise<void> {
    const args = ["serve", "--role", "lookup", "--data", this.#data, "--port", new URL(this.url).port];
    const server = spawn(process.execPath, [MAIN, ...args], { stdio: ["ignore", "pipe", "ignore"] });
    this.#server = server;
    for await (const line of createInterface(server.stdout)) if (line.startsWith("listening")) return;
    throw new Error("the server ended before it listened");
  }

  /** As a machine that loses its power. */
  async kill(): Promise<void> {
    const server = this.#server;
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGKILL");
    await ended;
  }

  /** The next release, with so many names more. Resolves when its pointer is in place. */
  async publish(names: number): Promise<number> {
    const number = String(this.release + 1);
    approved(this.#db, [...syntheticNames(names, LATER + this.release * 100_000)], { number });
    const outcome = await publish(openPublishing(this.#data, this.#db));
    if (outcome.kind !== "published") throw new Error("nothing was published");
    this.release = outcome.row.number;
    return this.release;
  }

  /** When the pointer was put into place, milliseconds since 1970. */
  publishedAt(): number {
    return statSync(join(this.#data, "public", "tuf", "metadata", "timestamp.json")).mtimeMs;
  }

  /** Until the server says that the newest release is there. */
  async shows(): Promise<void> {
    const answer = await fetch(`${this.url}/v1/release?after=${this.release - 1}&wait=55`);
    const { release } = (await answer.json()) as { release: number };
    if (release !== this.release) await this.shows();
  }

  /** Processor time of the server so far, seconds, and who waits at its bell. */
  async measure(): Promise<{ cpu: number; waiters: number; megabytes: number }> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    const metric = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1]);
    const megabytes = metric("process_resident_memory_bytes") / 1e6;
    return { cpu: metric("process_cpu_seconds_total"), waiters: metric("hifazat_release_waiters"), megabytes };
  }

  async close(): Promise<void> {
    await this.kill();
    this.#db.sqlite.close();
  }
}

/** One that nobody has now, and that this origin keeps when it is started again. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
