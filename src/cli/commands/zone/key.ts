import { randomBytes } from "node:crypto";
import type { Command } from "commander";
import type { Subscription } from "../../../distribute/zone-transfer/keys.ts";
import { dataOption, now, openData } from "../../data-option.ts";
import { operator } from "../../operator.ts";
import { apexOption, collect, type SocketOptions, socketOption, withControl } from "./options.ts";

type Options = SocketOptions & { readonly apex: string; readonly data: string; readonly json?: true };
type AddOptions = Options & { readonly from: string[]; readonly notify: string[]; readonly tsig: boolean };

/** Bytes: as long as the HMAC's output (RFC 8945, 8). */
const SECRET_BYTES = 32;

export function registerKey(zone: Command): void {
  const key = zone.command("key").summary("who may transfer the zone");
  const change = (name: string) =>
    key
      .command(`${name} <name>`)
      .option("--json", "print as JSON")
      .addOption(socketOption())
      .addOption(apexOption())
      .addOption(dataOption());
  change("add")
    .summary("let a subscriber in, with a key of its own")
    .description(
      "Makes a TSIG key on the running knotd and prints it, once. Send it as you would a password. Unbound knows no TSIG:\n" +
        "--no-tsig --from ADDR lets addresses in instead.",
    )
    .option("--from <addr>", "an address or network that transfers may come from; repeatable", collect, [])
    .option("--notify <addr@port>", "a server to tell of news; repeatable", collect, [])
    .option("--no-tsig", "known by its addresses alone")
    .action(add);
  change("revoke")
    .summary("shut a subscriber out at once")
    .description("What it has transferred already it keeps, until its zone expires after a week without a primary.")
    .action(revoke);
  key
    .command("list")
    .description("Everybody who may transfer the zone. Secrets are not shown.")
    .option("--json", "print as JSON")
    .addOption(socketOption())
    .addOption(apexOption())
    .action(list);
}

async function add(name: string, options: AddOptions): Promise<void> {
  const { addSubscription, ALGORITHM, keyName } = await import("../../../distribute/zone-transfer/keys.ts");
  const { from, notify, tsig } = options;
  const subscription: Subscription = { name, proof: tsig ? "tsig" : "address", from, notify };
  const secret = randomBytes(SECRET_BYTES).toString("base64");
  await audited("zone.subscriber.add", name, { proof: subscription.proof, from, notify }, options, () =>
    withControl(options, (control) => addSubscription(control, options.apex, subscription, secret)),
  );
  const made = tsig ? { key: keyName(name), algorithm: ALGORITHM, secret } : {};
  if (options.json) process.stdout.write(`${JSON.stringify({ ...subscription, ...made })}\n`);
  else if (tsig) process.stdout.write(`key "${keyName(name)}" { algorithm ${ALGORITHM}; secret "${secret}"; };\n`);
  else process.stdout.write(`${name} may transfer ${options.apex} from ${from.join(", ")}\n`);
}

async function revoke(name: string, options: Options): Promise<void> {
  const { revokeSubscription } = await import("../../../distribute/zone-transfer/keys.ts");
  await audited("zone.subscriber.revoke", name, {}, options, () =>
    withControl(options, (control) => revokeSubscription(control, options.apex, name)),
  );
  process.stdout.write(options.json ? `${JSON.stringify({ name, revoked: true })}\n` : `${name} is shut out\n`);
}

async function list(options: Omit<Options, "data">): Promise<void> {
  const { listSubscriptions } = await import("../../../distribute/zone-transfer/keys.ts");
  const subscriptions = await withControl(options, (control) => listSubscriptions(control, options.apex));
  if (options.json) process.stdout.write(`${JSON.stringify(subscriptions)}\n`);
  else
    for (const { name, proof, from, notify } of subscriptions) {
      const places = from.length === 0 ? "from anywhere" : `from ${from.join(", ")}`;
      const told = notify.length === 0 ? "" : `, notifies ${notify.join(", ")}`;
      process.stdout.write(`${name}  ${proof}  ${places}${told}\n`);
    }
}

/** Opens the log before the work, so that nothing is done that cannot be recorded. */
async function audited(
  action: string,
  name: string,
  detail: object,
  { data, apex }: Options,
  work: () => Promise<void>,
): Promise<void> {
  const { appendAudit } = await import("../../../storage/log.ts");
  const db = await openData(data);
  try {
    await work();
    appendAudit(db, {
      at: now(),
      actor: operator(),
      action,
      subject: `subscriber:${name}`,
      detail: { zone: apex, ...detail },
    });
  } finally {
    db.sqlite.close();
  }
}
