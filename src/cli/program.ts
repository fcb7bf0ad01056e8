import { COMMANDS } from "./commands.ts";
import { runProgram } from "./run-program.ts";

await runProgram("The national content-blocking registry and its distribution to ISPs", COMMANDS);
