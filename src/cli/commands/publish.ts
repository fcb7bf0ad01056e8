import { type Command, InvalidArgumentError } from "commander";
import { HifazatError } from "../../core/errors.ts";
import type { PublishOutcome } from "../../publish/publish.ts";
import type { Db } from "../../storage/database.ts";
import { dataOption, now, openData } from "../data-option.ts";

type Options = {
  data: string;
  force?: true;
  releaseBatch?: true;
  senior?: string;
  rollbackTo?: number;
  endRollback?: true;
  officer?: string;
  second?: string;
  reasons?: string;
  timings?: true;
  json?: true;
};

/** How long the command stays for the stores, milliseconds; what is left then, the next run copies. */
const STORES_PATIENCE_MS = 60_000;

/** A step and the milliseconds from the start of the process to its end. */
type Timing = { readonly step: string; readonly ms: number };

export function register(program: Command): void {
  program
    .command("publish")
    .summary("publish what was decided since the last release")
    .description(
      "Builds, signs and publishes a release, after finishing one that was interrupted. Without a change it says so and\n" +
        "exits with 0. A batch above the limits is held back until a senior officer lets it go out, and the rest goes out\n" +
        "without it; batch_stop when there is no rest.\n\n" +
        "--rollback-to N publishes the content of release N as a new release. What was decided between N and the rollback\n" +
        "is set aside, and stays so in every later release, until --end-rollback; what is decided afterwards is published\n" +
        "as ever. So: roll back, withdraw what was wrong, end the rollback. Names cleared on appeal, suspended for one, or\n" +
        "whose time was over do not come back.",
    )
    .option("--force", "publish even when nothing changed")
    .option("--release-batch", "let a batch above the limits go out; needs --senior")
    .option("--senior <name>", "the senior officer who says so")
    .option("--rollback-to <release>", "publish the content of this earlier release", wholeNumber)
    .option("--end-rollback", "publish what the rollback had set aside")
    .option("--officer <name>", "with both: the officer who asks for it")
    .option("--second <name>", "with both: the senior officer who agrees")
    .option("--reasons <text>", "with both: the written reasons")
    .option("--timings", "print when each step was done")
    .option("--json", "print the outcome as JSON")
    .addOption(dataOption())
    .action(run);
}

async function run(options: Options): Promise<void> {
  if ((options.releaseBatch === undefined) !== (options.senior === undefined))
    throw new HifazatError("bad_request", "--release-batch and --senior NAME belong together.");
  // First of all: it loads what it needs on the other core.
  const { startBuildThread } = await import("../../publish/threaded-build.ts");
  const thread = startBuildThread();
  const { loadConfig } = await import("../../runtime/config.ts");
  const { openPublishing } = await import("../../publish/publishing.ts");
  const { publish } = await import("../../publish/publish.ts");
  const timings: Timing[] = [];
  // performance.now() counts from the start of the process, so that loading this program is in every figure.
  const record = (step: string): void => void timings.push({ step, ms: Math.round(performance.now()) });
  const config = loadConfig(options.data);
  const db = await openData(options.data);
  try {
    record("opened");
    const publishing = { ...openPublishing(options.data, db, undefined, thread), onStep: record };
    const rollback = await decided(options, db);
    const senior = rollback === undefined ? options.senior : options.second;
    const outcome = await publish(publishing, {
      force: options.force ?? false,
      limits: config.batch,
      ...(senior !== undefined && { releasedBy: senior }),
      ...(rollback !== undefined && { upto: rollback.watermark, rollback: true }),
    });
    process.stdout.write(options.json ? `${JSON.stringify({ ...summary(outcome), timings })}\n` : text(outcome));
    if (options.timings && !options.json)
      for (const { step, ms } of timings) process.stdout.write(`${String(ms).padStart(7)} ms  ${step}\n`);
  } finally {
    db.sqlite.close();
  }
  // After the database is closed: the release is out, and a store that is slow holds up nobody.
  const { feedStores } = await import("./store.ts");
  const say = options.json ? process.stderr : process.stdout;
  const signal = AbortSignal.timeout(STORES_PATIENCE_MS);
  await feedStores(options.data, config.stores, { check: false, signal, say: (line) => void say.write(`${line}\n`) });
}

/** The decision about a rollback that the options ask for, recorded; undefined when they ask for none. */
async function decided({ rollbackTo, endRollback, officer, second, reasons }: Options, db: Db) {
  if (rollbackTo === undefined && endRollback === undefined) {
    if (officer ?? second ?? reasons)
      throw new HifazatError("bad_request", "--officer, --second and --reasons go with a rollback.");
    return undefined;
  }
  if (rollbackTo !== undefined && endRollback !== undefined)
    throw new HifazatError("bad_request", "Say one of --rollback-to and --end-rollback.");
  if (officer === undefined || second === undefined || reasons === undefined)
    throw new HifazatError("bad_request", "A rollback and its end need --officer, --second and --reasons.");
  const { decideReleasePolicy } = await import("../../publish/decide-policy.ts");
  const command =
    rollbackTo === undefined
      ? ({ kind: "end_rollback", second, reasons } as const)
      : ({ kind: "roll_back", to: rollbackTo, second, reasons } as const);
  return decideReleasePolicy(db, command, officer, now());
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError("A release has a number from 1.");
  return Number(text);
}

function summary(outcome: PublishOutcome) {
  if (outcome.kind === "unchanged") return { kind: outcome.kind, release: outcome.release };
  const { number: release, lists, manifestSha256 } = outcome.row;
  const sealedKeys = lists.sealed?.keys ?? 0;
  return { kind: outcome.kind, release, ...outcome.extent, ...lists.general, manifestSha256, sealedKeys };
}

function text(outcome: PublishOutcome): string {
  if (outcome.kind === "unchanged")
    return `nothing to publish: release ${outcome.release} holds every decision (--force publishes all the same)\n`;
  const { row, extent } = outcome;
  const { entries, identity } = row.lists.general ?? { entries: 0, identity: "" };
  return (
    `published release ${row.number}: ${entries} entries, up to ${extent.added} added, ${extent.removed} removed\n` +
    `list sha256 ${identity}\n` +
    (row.lists.sealed === undefined
      ? "sealed list: not written, no active subscriber has enrolled a key (hifazat subscriber key add)\n"
      : `sealed list: encrypted to ${row.lists.sealed.keys} keys\n`)
  );
}
