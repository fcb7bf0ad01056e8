import type { Command } from "commander";
import { organisationCommands } from "../organisation-commands.ts";
import { registerCoverage } from "./subscriber/coverage.ts";
import { registerKey } from "./subscriber/key.ts";

export function register(program: Command): void {
  const subscriber = program
    .command("subscriber")
    .summary("ISPs: make, list, suspend, give tokens; who has which release");
  organisationCommands(subscriber, "subscriber");
  registerCoverage(subscriber);
  registerKey(subscriber);
}
