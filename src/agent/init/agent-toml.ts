import { isIPv4, isIPv6 } from "node:net";
import { PRESETS, type Preset, type ProductName } from "./products.ts";

/** What `agent init` has to know; everything else has a default. */
export type InitAnswers = {
  readonly registries: readonly string[];
  readonly root: string;
  readonly product: ProductName;
  readonly state: string;
  /** In place of the preset's. */
  readonly path?: string | undefined;
  /** The resolver's address and port; undefined: it is not asked after a reload. */
  readonly resolver: string | undefined;
  readonly blocked?: string | undefined;
  readonly metrics: string | undefined;
};

/** An agent.toml for one product. TOML's basic strings are JSON's, apart from escapes that no path or URL has. */
export function agentToml(answers: InitAnswers): string {
  const { registries, root, state, metrics } = answers;
  const lines = [
    `registry = [${registries.map(say).join(", ")}]`,
    `state = ${say(state)}`,
    `# From the registry by another way than its own website; compare its SHA-256 with two people.`,
    `root = ${say(root)}`,
    ...(metrics === undefined ? [] : ["", "[metrics]", `listen = ${say(metrics)}`]),
    "",
  ];
  return `${lines.join("\n")}\n${outputToml(answers)}`;
}

/** The product's `[[output]]`; `products/NAME.md` shows it. */
export function outputToml(answers: Pick<InitAnswers, "product" | "path" | "resolver" | "blocked">): string {
  const { product, resolver } = answers;
  const preset: Preset = PRESETS[product];
  const { reload, control } = preset;
  // The format of a proxy's file takes no `verify`: there is nobody to ask.
  const blocked = preset.blocked === undefined ? undefined : (answers.blocked ?? preset.blocked);
  const verify =
    resolver === undefined || blocked === undefined
      ? undefined
      : `{ server = ${say(resolver)}, blocked = ${say(blocked)} }`;
  const lines = [
    "[[output]]",
    `name = ${say(product)}`,
    `format = ${say(preset.format)}`,
    `path = ${say(pathOf(answers))}`,
    ...pageLines(preset, blocked),
    ...(reload === undefined ? [] : [`reload = [${reload.map(say).join(", ")}]`]),
    ...(control === undefined ? [] : [`control = [${control.map(say).join(", ")}]`]),
    ...(verify === undefined ? [] : [`verify = ${verify}`]),
  ];
  return `${lines.join("\n")}\n`;
}

/** RPZ and Unbound's file say themselves what a blocked name answers. */
function pageLines({ format }: Preset, blocked: string | undefined): string[] {
  if (blocked === undefined || (format !== "rpz" && format !== "unbound")) return [];
  if (isIPv4(blocked)) return [`a = ${say(blocked)}`];
  return isIPv6(blocked) ? [`aaaa = ${say(blocked)}`] : [];
}

export const pathOf = ({ path, product }: Pick<InitAnswers, "path" | "product">): string =>
  path ?? PRESETS[product].path;

const say = (text: string): string => JSON.stringify(text);
