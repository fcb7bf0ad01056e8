import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import type { Contestant } from "./lookup-load.ts";

/** The edge worker in a workerd of its own, with a bucket in a folder. */
export type Workerd = Contestant & {
  /** Writes the files below a folder that it has not written yet, and `metadata/timestamp.json` last, as the publisher does. */
  readonly put: (folder: string) => Promise<void>;
  /** Memory of the worker's isolate at this moment, MB: its heap, and the buffers outside it. */
  readonly memory: () => Promise<{ readonly heap: number; readonly buffers: number }>;
  /** Resident memory of the whole process, which is also the bucket, MB. */
  readonly resident: () => number;
};

const POINTER = "timestamp.json";
const ATTEMPTS = 5;

/** A large body into a workerd that is busy answering sometimes ends with EPIPE: what is written has a name of its own, so again. */
async function persistently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

/** Bundles the worker as `wrangler deploy` does. Gives its modules, the script first, and their size in bytes, plain and gzipped. */
export function bundleEdge(folder: string): { modules: string[]; bytes: number; gzipped: number } {
  const env = { ...process.env, WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false", CI: "1" };
  const wrangler = new URL("../node_modules/.bin/wrangler", import.meta.url).pathname;
  const root = new URL("..", import.meta.url).pathname;
  execFileSync(wrangler, ["deploy", "--dry-run", "--outdir", folder], { env, cwd: root, stdio: "ignore" });
  const data = readdirSync(folder).filter((name) => name.endsWith(".bin"));
  const modules = ["worker.js", ...data].map((name) => join(folder, name));
  const code = Buffer.concat(modules.map((path) => readFileSync(path)));
  return { modules, bytes: code.length, gzipped: gzipSync(code).length };
}

export type WorkerdOptions = {
  readonly modules: readonly string[];
  readonly bucket: string;
  readonly vars: Record<string, string>;
};

export async function startWorkerd({ modules, bucket, vars }: WorkerdOptions): Promise<Workerd> {
  const before = new Set(childrenOf(process.pid));
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: modules.map((path) => ({ type: path.endsWith(".js") ? "ESModule" : "Data", path })),
      modulesRoot: dirname(modules[0] ?? ""),
      compatibilityDate: "2026-10-01",
      r2Buckets: { REPOSITORY: "repository" },
      r2Persist: bucket,
      inspectorPort: 0,
      bindings: { ORIGIN: "", REFRESH_SECONDS: "1", ...vars },
    }),
  );
  const { origin } = await miniflare.ready;
  const written = new Set<string>();
  const pid = childrenOf(process.pid).find((child) => !before.has(child)) ?? 0;
  const inspect = await inspector(new URL(String(await miniflare.getInspectorURL())).host);
  return {
    url: origin,
    async put(folder) {
      // Its own type needs the types of Workers, which clash with those of Node.
      const store = (await miniflare.getR2Bucket("REPOSITORY")) as unknown as {
        put: (key: string, body: Uint8Array) => Promise<unknown>;
      };
      const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort(
        (a, b) => Number(a.endsWith(POINTER)) - Number(b.endsWith(POINTER)),
      );
      for (const path of paths) {
        const file = join(folder, path);
        if (!statSync(file).isFile() || (written.has(path) && !path.endsWith(POINTER))) continue;
        await persistently(() => store.put(path, readFileSync(file)));
        written.add(path);
      }
    },
    async memory() {
      const { usedSize, embedderHeapUsedSize, backingStorageSize } = await inspect("Runtime.getHeapUsage");
      return { heap: ((usedSize ?? 0) + (embedderHeapUsedSize ?? 0)) / 1e6, buffers: (backingStorageSize ?? 0) / 1e6 };
    },
    resident: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1e3,
    async cpuSeconds() {
      const [, , , , , , , , , , , user = 0, system = 0] = statOf(pid).map(Number);
      return (user + system) / 100;
    },
    stop: () => void miniflare.dispose(),
  };
}

/** The fields after the name, which may hold spaces. */
const statOf = (pid: number): string[] => readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];

function childrenOf(parent: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return statOf(pid)[1] === String(parent) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("workerd");
      } catch {
        // It ended meanwhile.
        return false;
      }
    });
}

/** Commands of the Chrome DevTools Protocol to the worker's isolate. */
async function inspector(host: string): Promise<(method: string) => Promise<Record<string, number>>> {
  const targets = (await (await fetch(`http://${host}/json`)).json()) as { id: string; webSocketDebuggerUrl: string }[];
  const worker = targets.find(({ id }) => id.startsWith("core:user:"));
  const socket = new WebSocket(worker?.webSocketDebuggerUrl ?? "");
  await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
  const waiting = new Map<number, (result: Record<string, number>) => void>();
  socket.addEventListener("message", ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id: number; result: Record<string, number> };
    waiting.get(id)?.(result);
    waiting.delete(id);
  });
  let last = 0;
  return (method) =>
    new Promise((resolve) => {
      last += 1;
      waiting.set(last, resolve);
      socket.send(JSON.stringify({ id: last, method }));
    });
}
