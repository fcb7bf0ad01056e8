import { spawn } from "node:child_process";

export type HookResult = { readonly kind: "ok" } | { readonly kind: "failed"; readonly message: string };

/** Runs a program with its arguments, without a shell. Never throws. */
export type RunHook = (
  command: readonly [string, ...string[]],
  options: { timeoutSeconds: number; environment: Readonly<Record<string, string>>; input?: string },
) => Promise<HookResult>;

/** What is kept of a failed program's output for the report, characters. */
const REPORTED_CHARACTERS = 500;

export const runHook: RunHook = ([program, ...args], { timeoutSeconds, environment, input }) =>
  new Promise((resolve) => {
    // A group of its own, so that a time-out also ends what the program started.
    const child = spawn(program, args, {
      env: { ...process.env, ...environment },
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
    });
    // A program that does not read its input to the end says so by its exit code.
    child.stdin.on("error", () => {});
    child.stdin.end(input ?? "");
    let said = "";
    const hear = (data: Buffer): void => {
      said = (said + data.toString("utf8")).slice(-REPORTED_CHARACTERS);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      endGroup(child.pid);
    }, timeoutSeconds * 1_000);
    const finish = (result: HookResult): void => {
      clearTimeout(timer);
      // A daemon left behind by the program may hold these open; its output is nobody's concern.
      child.stdout.destroy();
      child.stderr.destroy();
      resolve(result);
    };
    child.once("error", (error) => finish({ kind: "failed", message: `${program}: ${error.message}` }));
    child.once("exit", (code, signal) => {
      // Let what the program wrote last arrive.
      setImmediate(() => {
        if (code === 0) return finish({ kind: "ok" });
        const how = timedOut
          ? `took over ${timeoutSeconds} s`
          : code === null
            ? `ended by ${signal}`
            : `exit code ${code}`;
        finish({ kind: "failed", message: `${program}: ${how}${said.trim() === "" ? "" : `: ${said.trim()}`}` });
      });
    });
  });

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It ended by itself in the meantime.
  }
}
