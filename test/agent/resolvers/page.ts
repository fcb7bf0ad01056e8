import { readFileSync } from "node:fs";
import { readConfig } from "../../../src/agent/config/read.ts";
import type { OutputSettings } from "../../../src/agent/config/settings.ts";
import type { ProductName } from "../../../src/agent/init/products.ts";

const BLOCK = /^```\S+ (\S+)\n([\s\S]*?)^```$/gm;

export const pageText = (product: ProductName): string =>
  readFileSync(new URL(`../../../src/agent/products/${product}.md`, import.meta.url), "utf8");

/** The configuration that a product's page shows, with a test's own paths and ports in place of those of a real machine. */
export class Page {
  readonly #product: ProductName;
  readonly #blocks: ReadonlyMap<string, string>;

  constructor(product: ProductName, swaps: Readonly<Record<string, string>>) {
    const blocks = new Map<string, string>();
    for (const [, name = "", text = ""] of pageText(product).matchAll(BLOCK)) blocks.set(name, text);
    const all = [...blocks.values()].join("");
    for (const from of Object.keys(swaps))
      if (!all.includes(from)) throw new Error(`${product}.md does not say ${from}`);
    this.#product = product;
    this.#blocks = new Map([...blocks].map(([name, text]) => [name, swapped(text, swaps)]));
  }

  /** A code block by the name of the file it belongs into. */
  block(file: string): string {
    const text = this.#blocks.get(file);
    if (text === undefined) throw new Error(`${this.#product}.md has no block ${file}`);
    return text;
  }

  /** What the page tells the agent. */
  get output(): OutputSettings {
    const file = { path: "/agent.toml", text: this.block("agent.toml") };
    const reading = readConfig({ file, flags: {}, workingFolder: "/", defaults: { state: "/state" } });
    if (reading.kind === "faults") throw new Error(JSON.stringify(reading.faults));
    const [output] = reading.settings.outputs;
    if (output === undefined) throw new Error(`${this.#product}.md has no output`);
    return output;
  }
}

/** In one pass, so that what was put in is not replaced again. */
function swapped(text: string, swaps: Readonly<Record<string, string>>): string {
  const froms = Object.keys(swaps).sort((a, b) => b.length - a.length);
  if (froms.length === 0) return text;
  const any = new RegExp(froms.map((from) => from.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "g");
  return text.replace(any, (from) => swaps[from] ?? from);
}
