import { readFileSync } from "node:fs";
import { readConfig } from "../../../src/agent/config/read.ts";
import type { OutputSettings } from "../../../src/agent/config/settings.ts";
import type { ProductName } from "../../../src/agent/init/products.ts";
import { pageBlocks } from "../../fixtures/page-blocks.ts";

const pageOf = (product: ProductName): URL => new URL(`../../../src/agent/products/${product}.md`, import.meta.url);

export const pageText = (product: ProductName): string => readFileSync(pageOf(product), "utf8");

/** The configuration that a product's page shows, with a test's own paths and ports in place of those of a real machine. */
export class Page {
  readonly #product: ProductName;
  /** A code block by the name of the file it belongs into. */
  readonly block: (file: string) => string;

  /** `amended` is what somebody made of a block, by the file it belongs into. */
  constructor(
    product: ProductName,
    swaps: Readonly<Record<string, string>>,
    amended: Readonly<Record<string, (block: string) => string>> = {},
  ) {
    this.#product = product;
    const block = pageBlocks(pageOf(product), swaps);
    this.block = (file) => {
      const shown = block(file);
      const made = amended[file]?.(shown) ?? shown;
      if (file in amended && made === shown) throw new Error(`${file} on ${product}.md is not amended`);
      return made;
    };
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
