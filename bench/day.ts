// `npm run day`: the scripted day of issue 3 against a running registry (test/day), the large order among it, with a
// table of what happened and how long others had to wait meanwhile. `-- --small` is the day that the tests run.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Tally } from "../test/day/caller.ts";
import { checkDay } from "../test/day/check.ts";
import { type Day, scriptedDay } from "../test/day/day.ts";
import { registryOn } from "../test/day/registry.ts";
import { SMALL_DAY, WHOLE_DAY } from "../test/day/sizes.ts";

const size = process.argv.includes("--small") ? SMALL_DAY : WHOLE_DAY;
const folder = mkdtempSync(join(tmpdir(), "hifazat-day-"));
const registry = registryOn(join(folder, "data"));
const tally: Tally = { requests: 0, refused: new Map(), waited: 0 };
const begun = performance.now();
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const seconds = (): string => `${((performance.now() - begun) / 1_000).toFixed(1).padStart(6)} s`;
try {
  const day = await scriptedDay(registry, size, tally, (stage) => say(`${seconds()}  ${stage}`));
  const checked = await checkDay(registry, day, folder);
  say(`${seconds()}  checked\n`);
  table(day);
  for (const { what, routes } of checked.counts) {
    const [value] = Object.values(routes);
    const equal = Object.values(routes).every((other) => other === value);
    say(`${equal ? "=" : "≠"} ${what.padEnd(26)} ${equal ? `${value}`.padStart(8) : ""}  ${routesText(routes, equal)}`);
  }
  const audit = await registry.command(["audit", "verify", "--data", registry.data]).ended;
  say(`\n${audit.stdout}${audit.stderr}`);
  for (const fault of checked.faults) say(`FAULT ${fault}`);
  if (checked.faults.length > 0 || audit.code !== 0) process.exitCode = 1;
} finally {
  await registry.stop().catch(() => undefined);
  rmSync(folder, { recursive: true, force: true });
}

function routesText(routes: Readonly<Record<string, number>>, equal: boolean): string {
  return equal ? Object.keys(routes).join(" = ") : JSON.stringify(routes);
}

function table({ waits }: Day): void {
  say(`${tally.requests} requests; told to come back ${tally.waited} times; refused, as they should be:`);
  say(`${[...tally.refused].map(([code, times]) => `${code} ${times}`).join(", ")}\n`);
  const quiet = waits.quiet;
  say("waits of others, ms                 lookup p50   p99  worst    read p50   p99  worst   write p50   p99  worst");
  for (const [stage, wait] of Object.entries(waits)) {
    const cells = (["lookup", "read", "write"] as const).map((kind) => {
      const { p50, p99, worst } = wait[kind];
      const ratio = quiet === undefined || stage === "quiet" ? "" : ` (${(p99 / quiet[kind].p99).toFixed(1)}×)`;
      return `${p50.toFixed(1).padStart(6)} ${p99.toFixed(1).padStart(6)}${ratio} ${worst.toFixed(0).padStart(6)}`;
    });
    say(`  ${stage.padEnd(32)} ${cells.join("    ")}`);
  }
  say("");
}
