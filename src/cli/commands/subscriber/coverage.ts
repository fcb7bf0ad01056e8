import { type Command, Option } from "commander";
import { HifazatError } from "../../../core/errors.ts";
import { LIST_NAMES, type ListName } from "../../../core/list-name.ts";
import type { LagDistribution, SubscriberCoverage } from "../../../core/receipt/coverage.ts";
import { dataOption, now, openData } from "../../data-option.ts";

type Options = { data: string; list: ListName; release?: string; json?: true };

export function registerCoverage(subscriber: Command): void {
  subscriber
    .command("coverage")
    .description("Which subscriber has which release in force, who is silent, and how long a release took to arrive.")
    .addOption(new Option("--list <name>", "the list").choices(LIST_NAMES).default("general"))
    .option("--release <number>", "the release whose arrival is told (default: the newest)")
    .option("--json", "print as JSON")
    .addOption(dataOption())
    .action(run);
}

async function run({ data, list, release, json }: Options): Promise<void> {
  const number = release === undefined ? undefined : Number(release);
  if (number !== undefined && !Number.isSafeInteger(number))
    throw new HifazatError("bad_request", "--release wants the number of a release.");
  const { coverage } = await import("../../../distribute/receipts/coverage.ts");
  const db = await openData(data);
  try {
    const found = coverage({ db, now }, { list, release: number });
    if (json) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
    else process.stdout.write([...found.subscribers.map(line), ...lagLines(found.lag), ""].join("\n"));
  } finally {
    db.sqlite.close();
  }
}

function line({ name, state, release, lagReleases, lagSeconds, silentSince, identity }: SubscriberCoverage): string {
  return [
    name,
    state,
    release === null ? "no receipt yet" : `release ${release}`,
    ...(lagReleases ? [`${lagReleases} behind, for ${lagSeconds} s`] : []),
    ...(silentSince === null ? [] : [`silent since ${new Date(silentSince * 1_000).toISOString()}`]),
    ...(identity === "wrong" || identity === "unknown" ? [`${identity} identity`] : []),
  ].join("  ");
}

function lagLines(lag: LagDistribution | null): string[] {
  if (lag === null) return ["no release yet"];
  const { release, applied, waiting, median, p90, longest } = lag;
  const times = median === null ? "" : `: half within ${median} s, 90 % within ${p90} s, the last after ${longest} s`;
  return [`release ${release}: applied by ${applied}, awaited from ${waiting}${times}`];
}
