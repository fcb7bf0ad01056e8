import { register as agent } from "./commands/agent.ts";
import { register as blockpage } from "./commands/blockpage.ts";
import { runProgram } from "./run-program.ts";

/** What an ISP runs, and nothing of the registry: `npm run build:agent` makes one file of it. */
await runProgram("What an ISP runs: the agent that follows the registry, and the page that blocked names lead to", [
  agent,
  blockpage,
]);
