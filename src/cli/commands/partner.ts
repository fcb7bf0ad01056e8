import type { Command } from "commander";
import { organisationCommands } from "../organisation-commands.ts";

export function register(program: Command): void {
  organisationCommands(program.command("partner").summary("partners: make, list, suspend, give tokens"), "partner");
}
