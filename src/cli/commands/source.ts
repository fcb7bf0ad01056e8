import type { Command } from "commander";
import { registerDecisions } from "./source/decisions.ts";
import { registerSettings } from "./source/settings.ts";
import { registerState } from "./source/state.ts";

export function register(program: Command): void {
  const source = program
    .command("source")
    .summary("partners' lists that are fetched: make, look, fetch, decide what is kept aside")
    .description(
      "A source is a partner's list at an https address. A serving registry fetches it on its schedule; what is new becomes\n" +
        "a draft, what is gone a proposal, and two officers decide both. A body that cannot be the list is kept aside.",
    );
  registerSettings(source);
  registerState(source);
  registerDecisions(source);
}
