import { HifazatProcess } from "../fixtures/server-process.ts";

const CLOCK = new URL("./shifted-clock.ts", import.meta.url).href;

/** A real registry on a folder, that can be stopped and started again at another time. */
export function registryOn(data: string) {
  let server: HifazatProcess | undefined;
  const outputs: string[] = [];
  const self = {
    data,
    url: "",
    /** How far its clock is ahead of the machine's, in ms. */
    ahead: 0,
    now: () => Date.now() + self.ahead,
    command: (args: readonly string[]) => new HifazatProcess([...args], CLOCK, { DAY_SHIFT_MS: String(self.ahead) }),
    /** How long a start takes here, in ms. */
    startMs: 0,
    async start(ahead = 0): Promise<string> {
      const begun = performance.now();
      self.ahead = ahead;
      server = self.command(["serve", "--data", data, "--port", "0"]);
      self.url = await server.listening();
      self.startMs = performance.now() - begun;
      return server.stdout;
    },
    async stop(): Promise<void> {
      if (server === undefined) return;
      const { code, stdout, stderr } = await server.stop();
      outputs.push(stdout, stderr);
      server = undefined;
      if (code !== 0) throw new Error(`the server ended with ${code}: ${stderr.slice(-2_000)}`);
    },
    /** All that its processes have said: for what must not be in it. */
    said: () => outputs.join("\n"),
  };
  return self;
}

export type RunningRegistry = ReturnType<typeof registryOn>;
