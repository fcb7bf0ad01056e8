import type { Command } from "commander";
import { registerConfig } from "./zone/config.ts";
import { registerFeed } from "./zone/feed.ts";
import { registerKey } from "./zone/key.ts";

export function register(program: Command): void {
  const zone = program
    .command("zone")
    .summary("the list as a DNS zone, transferred from Knot DNS")
    .description(
      "For resolvers that pull a response policy zone by AXFR and IXFR. Knot DNS serves it; these commands feed it and say\n" +
        "who may have it. The sealed list is never in it. How to set it up: src/distribute/zone-transfer/README.md.",
    );
  for (const add of [registerConfig, registerFeed, registerKey]) add(zone);
}
