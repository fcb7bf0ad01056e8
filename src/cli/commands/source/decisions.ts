import type { Command } from "commander";
import { dataOption } from "../../data-option.ts";
import { fetchText, withSources } from "./with-sources.ts";

type Options = { data: string; reason?: string; officer: string; reasons: string };

export function registerDecisions(source: Command): void {
  source
    .command("quarantine <name>")
    .description("The body that is kept aside, and how it begins. Who looks at a sealed one says why.")
    .option("--officer <name>", "who looks", "")
    .option("--reason <text>", "why, of a sealed list: it goes into the audit log")
    .addOption(dataOption())
    .action(look);
  const deciding = (verb: string, description: string) =>
    source
      .command(`${verb} <name> <fetch>`)
      .description(description)
      .requiredOption("--officer <name>", "the senior officer who decides")
      .requiredOption("--reasons <text>", "the written reasons")
      .addOption(dataOption());
  deciding(
    "release",
    "Takes the body in, outside of its bounds though it is: a draft and proposals, for two officers to decide.",
  ).action(release);
  deciding("discard", "Throws the body away. The list stays as it is.").action(discard);
}

async function look(name: string, { data, officer, reason }: Options): Promise<void> {
  await withSources(data, async (ports) => {
    const { lookAtWaiting } = await import("../../../intake/sources/decide-waiting.ts");
    const { findSource } = await import("../../../storage/sources/sources.ts");
    const { operator } = await import("../../operator.ts");
    const by = officer === "" ? operator() : officer;
    const { waiting, text, whole } = await lookAtWaiting(ports, findSource(ports.db, name), reason ?? null, by);
    process.stderr.write(`${fetchText(waiting)}${whole ? "" : ", the beginning of it"}\n`);
    // A terminal obeys escape sequences, and a list is somebody else's text.
    process.stdout.write(text.replaceAll(/[^\P{Cc}\n\t]/gu, "\ufffd"));
  });
}

async function release(name: string, fetch: string, { data, officer, reasons }: Options): Promise<void> {
  await withSources(data, async (ports) => {
    const { releaseWaiting } = await import("../../../intake/sources/decide-waiting.ts");
    const { findSource } = await import("../../../storage/sources/sources.ts");
    const { recentFetches } = await import("../../../storage/sources/fetches.ts");
    const source = findSource(ports.db, name);
    await releaseWaiting(ports, source, { fetch: Number(fetch), reasons }, officer);
    const released = recentFetches(ports.db, source.id, 100).find(({ id }) => id === Number(fetch));
    if (released !== undefined) process.stdout.write(`${fetchText(released)}\n`);
  });
}

async function discard(name: string, fetch: string, { data, officer, reasons }: Options): Promise<void> {
  await withSources(data, async (ports) => {
    const { discardWaiting } = await import("../../../intake/sources/decide-waiting.ts");
    const { findSource } = await import("../../../storage/sources/sources.ts");
    discardWaiting(ports, findSource(ports.db, name), { fetch: Number(fetch), reasons }, officer);
    process.stdout.write(`${fetch} is discarded; the list stays as it is\n`);
  });
}
