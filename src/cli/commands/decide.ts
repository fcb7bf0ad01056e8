import type { Command } from "commander";
import { HifazatError } from "../../core/errors.ts";
import type { HeldDecision } from "../../core/order/order.ts";
import type { Db } from "../../storage/database.ts";
import { dataOption, now, openData } from "../data-option.ts";

type Options = {
  data: string;
  approve?: true;
  reject?: true;
  withdraw?: true;
  officer: string;
  second: string;
  reasons: string;
  digest?: string;
  held: string;
  senior?: string;
  items?: string;
  cleared?: true;
  json?: true;
};

export function register(program: Command): void {
  program
    .command("decide <order>")
    .summary("approve, reject or withdraw an order, as two officers")
    .description(
      "Decides an order, named by its id (o12) or its number. Two officers are named: the first puts it forward, the\n" +
        "second decides; neither the second nor a senior officer may have written any part of it.",
    )
    .option("--approve", "the order's accepted items become entries")
    .option("--reject", "nothing of it is blocked")
    .option("--withdraw", "take the order, or some --items, off the list")
    .requiredOption("--officer <name>", "the officer who puts it forward")
    .requiredOption("--second <name>", "the second officer, who decides")
    .requiredOption("--reasons <text>", "the written reasons")
    .option("--digest <hex>", "approve only if this is still the order's digest")
    .option("--held <which>", "held items to approve as well: none, all, or numbers such as 3,17", "none")
    .option("--senior <name>", "the senior officer who approves the held items")
    .option("--items <numbers>", "with --withdraw: only these items, such as 3,17")
    .option("--cleared", "with --withdraw: cleared on appeal, held if it is ordered again within 90 days")
    .option("--json", "print the order as JSON")
    .addOption(dataOption())
    .action(run);
}

async function run(reference: string, options: Options): Promise<void> {
  const chosen = [options.approve, options.reject, options.withdraw].filter(Boolean).length;
  if (chosen !== 1) throw new HifazatError("bad_request", "Say one of --approve, --reject and --withdraw.");
  const db = await openData(options.data);
  try {
    const { summary, order } = await decideAs(db, reference, options);
    process.stdout.write(options.json ? `${JSON.stringify(order, null, 2)}\n` : `${summary}\n`);
  } finally {
    db.sqlite.close();
  }
}

async function decideAs(db: Db, reference: string, options: Options) {
  const { officer, second, reasons } = options;
  const at = now();
  if (options.withdraw) {
    const { withdraw } = await import("../../review/withdraw.ts");
    const { loadConfig } = await import("../../runtime/config.ts");
    const items = options.items === undefined ? null : numbers(options.items, "--items");
    const command = { items, second, reasons, cleared: options.cleared === true };
    const { order, removed } = withdraw(
      db,
      reference,
      command,
      officer,
      at,
      loadConfig(options.data).periods.clearance,
    );
    return { order, summary: `order ${order.terms.number} (o${order.id}): ${removed} entries withdrawn` };
  }
  const { findOrder } = await import("../../storage/orders.ts");
  const { submit } = await import("../../review/submit.ts");
  const { transaction } = await import("../../storage/database.ts");
  const { approve } = await import("../../review/approve.ts");
  const { reject } = await import("../../review/reject.ts");
  // Both steps or neither: a refused approval must not leave the order submitted under the first officer's name.
  return transaction(db, () => {
    const found = findOrder(db, reference);
    const order = found.state === "draft" ? submit(db, reference, officer, at) : found;
    if (options.reject) {
      const rejected = reject(db, reference, reasons, second, at);
      return { order: rejected, summary: `order ${rejected.terms.number} (o${rejected.id}): rejected` };
    }
    const held = heldDecision(options.held);
    const approval = { digest: options.digest ?? order.digest, reasons, senior: options.senior ?? null, held };
    const approved = approve(db, reference, approval, second, at);
    const { number } = approved.order.terms;
    return {
      order: approved.order,
      summary:
        `order ${number} (o${order.id}): approved, ${approved.entries} entries\n` +
        `digest ${approved.order.digest}\nput forward by ${approved.order.submittedBy}, approved by ${second}` +
        (options.senior === undefined ? "" : `, held items by ${options.senior}`),
    };
  });
}

function heldDecision(text: string): HeldDecision {
  if (text === "none" || text === "all") return { kind: text };
  return { kind: "some", items: numbers(text, "--held") };
}

function numbers(text: string, option: string): number[] {
  const parts = text.split(",").map((part) => part.trim());
  if (!parts.every((part) => /^\d{1,9}$/.test(part)))
    throw new HifazatError("bad_request", `${option} takes item numbers separated by commas.`);
  return parts.map(Number);
}
