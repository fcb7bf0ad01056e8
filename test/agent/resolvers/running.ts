import { mkdirSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import type { OutputSettings } from "../../../src/agent/config/settings.ts";
import { askResolver } from "../../../src/agent/output/ask-resolver.ts";
import { runHook } from "../../../src/agent/output/hook.ts";
import type { SyncPorts } from "../../../src/agent/sync.ts";
import type { SyncReport } from "../../../src/agent/sync-report.ts";
import type { ListLine } from "../../../src/protocol/list.ts";
import { ask, freePort, type Program, until } from "../../fixtures/programs.ts";
import { domains } from "../fixture-repository.ts";
import { Harness } from "../harness.ts";
import { Page } from "./page.ts";
import type { Place, Product } from "./products.ts";
import { OPEN_ADDRESS, startOrigin, startUpstream } from "./upstream.ts";

/** Who asks, where it matters. Every address of 127.0.0.0/8 is the machine's own. */
type Client = {
  /** The client's address. */
  readonly from?: string;
  /** The proxy's address. */
  readonly at?: string;
  /** The `Host` header, where it is not the name in the request line. */
  readonly host?: string;
  /** Whether a resolver is asked to find the answer (RD=1), and not only for what it has. */
  readonly recursion?: false;
};
type Patience = { readonly patient?: boolean };
const LOOPBACK = "127.0.0.1";

/** What is other than the page has it, and what release 1 lists when it is not bet.pk alone. */
type Start = {
  readonly output?: Partial<OutputSettings>;
  readonly lines?: readonly ListLine[];
  /** What the agent does before the product starts, in place of writing the file without a word to anybody. */
  readonly first?: (agent: Harness, output: OutputSettings) => Promise<void>;
  /** What becomes of bet.pk when the product has started, or of the product. */
  readonly becomes?: "blocked" | "open" | "ended";
  /** What somebody made of the product's configuration, block by block. */
  readonly amended?: (place: Place) => Readonly<Record<string, (block: string) => string>>;
};

/** Real programs and a real resolver in place of a harness's. */
export const realPorts: Partial<SyncPorts> = {
  runHook,
  askResolver,
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** A real resolver or proxy that reads what an agent writes. It starts with release 1, which lists bet.pk. */
export class Running {
  readonly agent: Harness;
  readonly place: Place;
  readonly program: Program;
  readonly #product: Product;

  private constructor(agent: Harness, product: Product, place: Place, program: Program) {
    this.agent = agent;
    this.#product = product;
    this.place = place;
    this.program = program;
  }

  static async start(product: Product, start: Start = {}): Promise<Running> {
    const { output: more, lines = domains("bet.pk"), amended, first, becomes = "blocked" } = start;
    const agent = await Harness.start();
    const folder = join(agent.folder, "resolver");
    mkdirSync(folder);
    const ports = { port: await freePort(), upstream: await freePort(), control: await freePort() };
    const place = { folder, file: join(folder, "hifazat"), ...ports };
    const stopUpstream = await (product.kind === "proxy" ? startOrigin : startUpstream)(place.upstream);
    const page = new Page(product.page, product.swaps(place), amended?.(place));
    const { output } = page;
    // The file is there before the resolver is, which reads it when it starts.
    const quiet = { ...output, reload: undefined, control: undefined, verify: undefined };
    agent.settings = { ...agent.settings, outputs: [quiet] };
    agent.repository.publish(lines);
    await (first === undefined ? agent.sync() : first(agent, output));
    const program = product.start(page, place);
    onTestFinished(async () => {
      await program.stop();
      stopUpstream();
    });
    agent.settings = { ...agent.settings, outputs: [{ ...output, ...more }] };
    const running = new Running(agent, product, place, program);
    await until(
      () => `${product.name} and bet.pk to be ${becomes}:\n${program.output.slice(-3_000)}`,
      async () => (becomes === "ended" ? program.child.exitCode !== null : (await running.finds("bet.pk")) === becomes),
    );
    return running;
  }

  publish(...names: string[]): Promise<SyncReport> {
    return this.publishLines(domains(...names));
  }

  publishLines(lines: readonly ListLine[]): Promise<SyncReport> {
    this.agent.repository.publish(lines);
    return this.sync();
  }

  sync(more: Partial<SyncPorts> = {}): Promise<SyncReport> {
    return this.agent.sync({}, { ...realPorts, ...more });
  }

  /** What a client who wants `name` gets: `blocked`, `open`, or what else was said. */
  async finds(name: string, client: Client = {}): Promise<string> {
    if (this.#product.kind === "proxy") return said(await get(this.place.port, name, client));
    const flags = ["-b", client.from ?? LOOPBACK, client.recursion === false ? "+norecurse" : "+recurse"];
    const { status, data } = await ask(this.place.port, name, "A", ...flags);
    if (status === "NXDOMAIN") return "blocked";
    return data.join(" ") === OPEN_ADDRESS ? "open" : `${status} ${data.join(" ")}`;
  }

  /**
   * The same, with patience where the product takes a while after its reload. An answer that is none, because a packet
   * was lost or the machine is busy, is asked for again.
   */
  async expects(name: string, expected: "blocked" | "open", client: Client & Patience = {}): Promise<void> {
    const product = this.#product;
    const patient = client.patient ?? product.lags === true;
    const output = (): string => this.program.output.slice(-2_000);
    let found = "";
    const obeys = async (): Promise<boolean> => {
      found = await this.finds(name, client);
      if (!patient && (found === "blocked" || found === "open")) expect(`${name} ${found}`).toBe(`${name} ${expected}`);
      return found === expected;
    };
    await until(() => `${product.name} to find ${name} ${expected}, not ${found}:\n${output()}`, obeys);
  }
}

function said(status: number | undefined): string {
  if (status === 200) return "open";
  return status === 403 || status === 451 ? "blocked" : `status ${status}`;
}

/** Asks a proxy on loopback for a page, by a connection of its own. */
function get(port: number, name: string, { from, at = LOOPBACK, host = name }: Client): Promise<number | undefined> {
  return new Promise((resolve) => {
    const ends = { host: at, port, localAddress: from ?? LOOPBACK };
    request({ ...ends, path: `http://${name}/`, headers: { host }, agent: false }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode));
    })
      .on("error", () => resolve(undefined))
      .end();
  });
}
