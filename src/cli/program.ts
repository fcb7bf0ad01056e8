import { Command, CommanderError } from "commander";
import { HifazatError } from "../core/errors.ts";
import { register as agent } from "./commands/agent.ts";
import { register as audit } from "./commands/audit.ts";
import { register as backup } from "./commands/backup.ts";
import { register as blockpage } from "./commands/blockpage.ts";
import { register as complaints } from "./commands/complaints.ts";
import { register as decide } from "./commands/decide.ts";
import { register as importOrder } from "./commands/import.ts";
import { register as init } from "./commands/init.ts";
import { register as keys } from "./commands/keys.ts";
import { register as lookup } from "./commands/lookup.ts";
import { register as normalise } from "./commands/normalise.ts";
import { register as officer } from "./commands/officer.ts";
import { register as partner } from "./commands/partner.ts";
import { register as publish } from "./commands/publish.ts";
import { register as serve } from "./commands/serve.ts";
import { register as store } from "./commands/store.ts";
import { register as subscriber } from "./commands/subscriber.ts";
import { register as token } from "./commands/token.ts";
import { register as zone } from "./commands/zone.ts";

/** Exit codes that every command shares; `hifazat COMMAND --help` names the others. */
const EXIT = { failed: 1, usage: 2 } as const;

const program = new Command("hifazat")
  .description("The national content-blocking registry and its distribution to ISPs")
  .version("0.1.0")
  .showHelpAfterError("(add --help for the options)")
  .exitOverride();

// Each of these only declares its options: what a command needs is imported when it runs.
for (const register of [
  agent,
  audit,
  backup,
  blockpage,
  complaints,
  decide,
  importOrder,
  init,
  keys,
  lookup,
  normalise,
  officer,
  partner,
  publish,
  serve,
  store,
  subscriber,
  token,
  zone,
])
  register(program);

// A reader that goes away (`| head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.usage;
  if (error instanceof HifazatError) {
    process.stderr.write(`hifazat: ${error.code}: ${error.message}\n`);
    return EXIT.failed;
  }
  process.stderr.write(
    `hifazat: internal: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return EXIT.failed;
}
