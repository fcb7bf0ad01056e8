import type { Command } from "commander";
import { organisationCommands } from "../organisation-commands.ts";

export function register(program: Command): void {
  organisationCommands(program.command("subscriber").summary("ISPs: make, list, suspend, give tokens"), "subscriber");
}
