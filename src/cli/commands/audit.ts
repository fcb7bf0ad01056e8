import type { Command } from "commander";
import { dataOption, openData } from "../data-option.ts";

type Options = { data: string; head?: string; json?: true };

export function register(program: Command): void {
  const audit = program.command("audit").summary("check the audit log");
  audit
    .command("verify")
    .description(
      "Recomputes the hash chain of the audit log, every event, every order's projection and items, and every entry.\n" +
        "Exit code 0: all of it holds. 1: something was changed; each finding is named.",
    )
    .option("--head <hash>", "a head noted earlier: it must still be in the chain")
    .option("--json", "print the report as JSON")
    .addOption(dataOption())
    .action(run);
}

async function run(options: Options): Promise<void> {
  const { verifyAudit } = await import("../../storage/verify-audit.ts");
  const db = await openData(options.data);
  try {
    const report = verifyAudit(db);
    const findings = [...report.findings];
    if (options.head !== undefined) {
      const found = db.sqlite.prepare("SELECT 1 FROM audit WHERE hash = ?").get(options.head);
      if (found === undefined)
        findings.push({ where: `head ${options.head}`, what: "is not in the chain: its end was cut off" });
    }
    if (options.json) process.stdout.write(`${JSON.stringify({ ...report, findings }, null, 2)}\n`);
    else {
      for (const { where, what } of findings) process.stdout.write(`${where}: ${what}\n`);
      const { rows, events, orders, head } = report;
      process.stdout.write(`${rows} audit rows, ${events} events, ${orders} orders; head ${head}\n`);
      process.stdout.write(findings.length === 0 ? "audit holds\n" : `audit BROKEN: ${findings.length} findings\n`);
    }
    if (findings.length > 0) process.exitCode = 1;
  } finally {
    db.sqlite.close();
  }
}
