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
  const { registries, root, product, state, resolver, metrics } = answers;
  const preset: Preset = PRESETS[product];
  const { reload, control } = preset;
  const blocked = answers.blocked ?? preset.blocked;
  const verify =
    resolver === undefined || blocked === undefined
      ? undefined
      : `{ server = ${say(resolver)}, blocked = ${say(blocked)} }`;
  const lines = [
    `registry = [${registries.map(say).join(", ")}]`,
    `state = ${say(state)}`,
    `# From the registry by another way than its own website; compare its SHA-256 with two people.`,
    `root = ${say(root)}`,
    ...(metrics === undefined ? [] : ["", "[metrics]", `listen = ${say(metrics)}`]),
    "",
    "[[output]]",
    `name = ${say(product)}`,
    `format = ${say(preset.format)}`,
    `path = ${say(pathOf(answers))}`,
    ...(reload === undefined ? [] : [`reload = [${reload.map(say).join(", ")}]`]),
    ...(control === undefined ? [] : [`control = [${control.map(say).join(", ")}]`]),
    ...(verify === undefined ? [] : [`verify = ${verify}`]),
  ];
  return `${lines.join("\n")}\n`;
}

export const pathOf = ({ path, product }: Pick<InitAnswers, "path" | "product">): string =>
  path ?? PRESETS[product].path;

const say = (text: string): string => JSON.stringify(text);
