import type { Command } from "commander";
import { HifazatError } from "../../core/errors.ts";
import type { StoreConfig } from "../../runtime/config.ts";
import { dataOption } from "../data-option.ts";

type Options = { data: string; json?: true; check?: boolean };

export function register(program: Command): void {
  const store = program
    .command("store")
    .summary("remote stores (R2, S3) that get what is published")
    .description(
      "The stores of [[store]] in DATA/hifazat.toml. A serving registry and `publish` feed them by themselves; a store\n" +
        "that does not answer never holds up a release.",
    );
  store
    .command("status")
    .summary("how far each store is behind; ends with 1 when one is")
    .option("--json", "print it as JSON")
    .addOption(dataOption())
    .action(status);
  store
    .command("sync [names...]")
    .summary("bring stores up to date now; ends with 1 when one fails")
    .option("--check", "also compare the bodies of large files with what the store has, and write damaged ones again")
    .addOption(dataOption())
    .action(sync);
}

async function status(options: Options): Promise<void> {
  const { dataFolder } = await import("../../publish/data-folder.ts");
  const { storeLag } = await import("../../publish/stores/feed-store.ts");
  const folder = dataFolder(options.data);
  const stores = await configured(options.data, []);
  const lags = await Promise.all(stores.map(({ name }) => storeLag(folder, name, new Date())));
  if (options.json) process.stdout.write(`${JSON.stringify(lags)}\n`);
  else
    for (const { name, version, behind, lagSeconds, syncedAt, failures, failure } of lags) {
      const late = behind === 0 ? "up to date" : `${behind} behind for ${Math.round(lagSeconds)} s`;
      process.stdout.write(`${name}\ttimestamp ${version}\t${late}\tlast copied ${syncedAt ?? "never"}\n`);
      if (failure !== null)
        process.stdout.write(`\tfailed ${failures} times, last ${failure.at}: ${failure.code}: ${failure.message}\n`);
    }
  if (lags.some(({ behind }) => behind > 0)) process.exitCode = 1;
}

async function sync(names: string[], { data, check = false }: Options): Promise<void> {
  const { signal } = new AbortController();
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  if (!(await feedStores(data, await configured(data, names), { check, signal, say }))) process.exitCode = 1;
}

async function configured(data: string, names: readonly string[]): Promise<readonly StoreConfig[]> {
  const { loadConfig } = await import("../../runtime/config.ts");
  const { stores } = loadConfig(data);
  const unknown = names.find((name) => !stores.some((store) => store.name === name));
  if (unknown !== undefined) throw new HifazatError("not_found", `No store is called ${unknown} in hifazat.toml.`);
  return names.length === 0 ? stores : stores.filter(({ name }) => names.includes(name));
}

type Feeding = { readonly check: boolean; readonly signal: AbortSignal; readonly say: (line: string) => void };

/** Feeds stores one after the other and says how it went; false when one could not be brought up to date. */
export async function feedStores(data: string, stores: readonly StoreConfig[], feeding: Feeding): Promise<boolean> {
  if (stores.length === 0) return true;
  const { dataFolder } = await import("../../publish/data-folder.ts");
  const { feedStore } = await import("../../publish/stores/feed-store.ts");
  const { openStores } = await import("../open-stores.ts");
  const { check, signal, say } = feeding;
  let fed = true;
  for (const config of stores) {
    try {
      const [store] = openStores([config], signal);
      if (store === undefined) continue;
      const done = await feedStore(dataFolder(data), store, () => new Date(), { check });
      const { version, uploaded, uploadedBytes, removed } = done;
      say(
        `store ${config.name}: timestamp ${version}, ${uploaded} files (${uploadedBytes} bytes) up, ${removed} removed`,
      );
    } catch (error) {
      if (!(error instanceof HifazatError)) throw error;
      fed = false;
      const later = "What is published stands; the store gets it from the serving registry or `hifazat store sync`.";
      process.stderr.write(`hifazat: store ${config.name}: ${error.code}: ${error.message} ${later}\n`);
    }
  }
  return fed;
}
