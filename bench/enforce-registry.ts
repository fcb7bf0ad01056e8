import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { syntheticNames } from "../scripts/synthetic-names.ts";
import { withdraw } from "../src/review/withdraw.ts";
import { type Db, openDatabase } from "../src/storage/database.ts";
import { approved } from "../test/fixtures/orders.ts";
import { HifazatProcess } from "../test/fixtures/server-process.ts";
import { hifazat } from "./measured-run.ts";

/** Listed from the first release on. */
export const LISTED = "always-listed.pk";
const OFFICERS = ["--officer", "Officer A", "--second", "Officer B", "--reasons", "as ordered"];

/** What a release brought and took: one name of each, and how many changes there are in all. */
export type Changed = { readonly added: string; readonly removed: string | undefined };

/** A registry with a list of the wanted size, that serves it, and whose officers decide as told. */
export class EnforceRegistry {
  readonly data: string;
  readonly url: string;
  readonly #server: HifazatProcess;
  readonly #db: Db;
  #orders = 0;
  #latest: { readonly reference: string; readonly name: string } | undefined;
  #release = 1;

  private constructor(data: string, url: string, server: HifazatProcess) {
    this.data = data;
    this.url = url;
    this.#server = server;
    this.#db = openDatabase(join(data, "hifazat.db"));
  }

  static async start(folder: string, entries: number): Promise<EnforceRegistry> {
    const data = join(folder, "data");
    mkdirSync(folder, { recursive: true });
    await hifazat("init", "--data", data);
    const first = join(folder, "first.txt");
    writeFileSync(first, `${[LISTED, ...syntheticNames(entries - 1)].join("\n")}\n`);
    const terms = ["--authority", "PTA", "--by", "Clerk", "--ground", "decency", "--category", "decency"];
    await hifazat("import", first, "--order", "first", ...terms, "--data", data);
    await hifazat("decide", "first", "--approve", "--data", data, ...OFFICERS);
    await hifazat("publish", "--data", data, "--release-batch", "--senior", "Senior C");
    const server = new HifazatProcess(["serve", "--data", data, "--port", "0", "--read-only"]);
    return new EnforceRegistry(data, await server.listening(), server);
  }

  get release(): number {
    return this.#release;
  }

  /**
   * An order of nine tenths of `changes`, approved, and a tenth as many taken off from the order before. Nothing is
   * published yet.
   */
  decide(changes: number): Changed {
    const number = ++this.#orders;
    const [adds, removes] = [Math.floor(changes * 0.9), Math.floor(changes * 0.1)];
    const name = `watched-${number}.pk`;
    const names = [name, ...syntheticNames(adds - 1, 10_000_000 + number * changes)];
    const now = Math.floor(Date.now() / 1_000);
    const reviewed = { reviewAt: now + 100 * 86_400, expiresAt: now + 365 * 86_400 };
    const { id } = approved(this.#db, names, { number: `bench/${number}`, ...reviewed });
    const before = this.#latest;
    if (before !== undefined) {
      const items = Array.from({ length: removes }, (_, at) => at + 1);
      const reasons = { second: "Officer B", reasons: "lapsed", cleared: false };
      withdraw(this.#db, before.reference, { items, ...reasons }, "Officer A", now, 0);
    }
    this.#latest = { reference: `o${id}`, name };
    return { added: name, removed: before?.name };
  }

  /** Runs `hifazat publish`; when the new timestamp was out, which is when anybody can fetch the release. */
  async publish(): Promise<{ readonly published: number; readonly ended: number; readonly processor: number }> {
    const began = Date.now();
    const { stdout, processor } = await hifazat("publish", "--json", "--timings", "--data", this.data);
    const said = JSON.parse(stdout) as { release: number; timings: { step: string; ms: number }[] };
    this.#release = said.release;
    const signed = said.timings.find(({ step }) => step === "timestamp-signed")?.ms;
    if (signed === undefined) throw new Error(`publish did not say when the timestamp was signed: ${stdout}`);
    return { published: began + signed, ended: Date.now(), processor };
  }

  async stop(): Promise<void> {
    this.#db.sqlite.close();
    await this.#server.stop("SIGKILL");
  }
}
