import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { IMMUTABLE_FILE_HEADERS, POINTER_FILE_HEADERS } from "../../src/api/headers.ts";
import { play } from "../agent/daemon/stage.ts";
import { domains } from "../agent/fixture-repository.ts";
import { Harness } from "../agent/harness.ts";
import { pageBlocks } from "../fixtures/page-blocks.ts";
import { findProgram, freePort, Program, programsHere, until } from "../fixtures/programs.ts";
import { filesBelow } from "../publish/tree.ts";

const PAGE = new URL("../../src/serve/mirrors.md", import.meta.url);
const POINTER = "/tuf/metadata/timestamp.json";

/** nginx and rsync as src/serve/mirrors.md says, beside a registry with one release and an agent that is to use both. */
async function stage() {
  const agent = await Harness.start();
  // The first process of nginx gives its workers to another user.
  chmodSync(agent.folder, 0o755);
  const source = join(agent.folder, "source");
  const root = join(agent.folder, "mirror");
  const port = await freePort();
  const block = pageBlocks(PAGE, {
    "listen 8080": `listen 127.0.0.1:${port}`,
    "/srv/hifazat": root,
    "rsync://registry.example/hifazat": source,
  });
  const conf = join(agent.folder, "nginx.conf");
  const log = join(agent.folder, "error.log");
  const rest = `worker_processes 1; pid ${agent.folder}/nginx.pid; error_log ${log}; daemon off; events {}\n`;
  writeFileSync(conf, `${rest}http { access_log off;\n${block("nginx.conf")}}\n`);
  const script = join(agent.folder, "mirror-sync.sh");
  writeFileSync(script, block("mirror-sync.sh"));
  const mirror = { url: `http://127.0.0.1:${port}`, root, nginx: undefined as Program | undefined };

  /** Puts what the registry has into the folder that rsync takes from. */
  const put = (folder = source): void => {
    for (const [path, bytes] of agent.repository.files) {
      const file = join(folder, path.replace("/tuf/", ""));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, bytes);
    }
  };
  const copy = async (path = process.env.PATH): Promise<void> => {
    await promisify(execFile)("sh", [script], { env: { PATH: path } });
  };
  const start = async (): Promise<void> => {
    mirror.nginx = new Program("nginx", ["-c", conf, "-e", log]);
    await until("nginx", async () => (await fetch(mirror.url).catch(() => undefined)) !== undefined);
  };
  onTestFinished(async () => mirror.nginx?.stop());
  agent.repository.publish(domains("one.pk"));
  put();
  await copy();
  await start();
  return { agent, source, mirror, put, copy, start };
}

describe.skipIf(!programsHere("nginx", "rsync"))("nginx as the page says", () => {
  test("gives out the tree and nothing else, with the registry's own headers", async () => {
    const { agent, mirror } = await stage();
    const get = (path: string, headers: Record<string, string> = {}) => fetch(mirror.url + path, { headers });
    const list = agent.repository.pathOf("general/list.txt.zst");
    const whole = await get(list);
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(agent.repository.file(list));
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      ...IMMUTABLE_FILE_HEADERS,
      "content-type": "application/zstd",
    });
    const etag = whole.headers.get("etag") ?? "";
    const part = await get(list, { range: "bytes=4-", "if-range": etag });
    expect(part.status).toBe(206);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(agent.repository.file(list).subarray(4));
    expect((await get(list, { "if-none-match": etag })).status).toBe(304);

    const pointer = await get(POINTER);
    expect(Object.fromEntries(pointer.headers)).toMatchObject({
      ...POINTER_FILE_HEADERS,
      "content-type": "application/json",
    });
    expect(pointer.headers.get("etag")).toBeNull();
    expect(pointer.headers.get("last-modified")).toBeNull();

    writeFileSync(join(mirror.root, "tuf/metadata/.timestamp.json.x1"), "half");
    writeFileSync(join(mirror.root, "tuf/metadata/notes.txt"), "notes");
    for (const path of ["/", "/tuf/", "/tuf/metadata/", "/tuf/metadata/.timestamp.json.x1", "/tuf/metadata/notes.txt"])
      expect((await get(path)).status, path).toBe(404);
    const next = await get("/tuf/metadata/2.root.json");
    expect(next.status).toBe(404);
    expect(next.headers.get("cache-control")).toBe("public, max-age=0, must-revalidate");
  });

  test("tells an agent of a second pointer within the same second and of the same length", async () => {
    const { agent, mirror } = await stage();
    const file = join(mirror.root, POINTER);
    const second = new Date(1_800_000_000_000);
    utimesSync(file, second, second);
    agent.settings = { ...agent.settings, registries: [mirror.url] };
    await play(agent, [
      () => {
        const before = readFileSync(file);
        agent.repository.publish(domains("two.pk"));
        for (const [path, bytes] of agent.repository.files) writeFileSync(join(mirror.root, path), bytes);
        utimesSync(file, second, second);
        expect(readFileSync(file)).toHaveLength(before.length);
      },
    ]);
    expect(agent.names()).toEqual(["two.pk"]);
  });

  test("copied by rsync it is whole at every moment, also when a release comes out under way, and old files go", async () => {
    const { agent, source, mirror, copy, put } = await stage();
    agent.settings = { ...agent.settings, registries: [mirror.url] };
    const later = join(agent.folder, "later");
    agent.repository.publish(domains("two.pk"));
    put(later);
    // An rsync after whose first run, which is the one for the pointer, the next release is out.
    const bin = join(agent.folder, "bin");
    mkdirSync(bin);
    const swap = `[ ! -d ${later} ] || { rm -r ${source}; mv ${later} ${source}; }`;
    writeFileSync(join(bin, "rsync"), `#!/bin/sh\n${findProgram("rsync")} "$@" && ${swap}\n`, { mode: 0o755 });
    await copy(`${bin}:${process.env.PATH}`);
    expect(await agent.refusal()).toBeUndefined();
    expect(agent.release()).toBe(1);
    await copy();
    expect(await agent.refusal()).toBeUndefined();
    expect(agent.release()).toBe(2);
    for (const path of [...filesBelow(source).keys()].filter((path) => path.includes("/1.")))
      rmSync(join(source, path));
    await copy();
    expect([...filesBelow(join(mirror.root, "tuf")).keys()].sort()).toEqual([...filesBelow(source).keys()].sort());
  });

  test("when it goes wrong it is refused and counted, the next one is taken, and with none the last good list stays", async () => {
    const { agent, mirror, put, copy, start } = await stage();
    agent.settings = { ...agent.settings, registries: [mirror.url, agent.server.url] };
    const pointer = join(mirror.root, POINTER);
    const first = readFileSync(pointer);
    const publish = (name: string): void => void agent.repository.publish(domains(name));
    const copied = async (): Promise<void> => {
      put();
      await copy();
    };
    const everything = agent.repository.files;
    const { rounds, metrics } = await play(agent, [
      async () => {
        publish("two.pk");
        await copied();
      },
      () => {
        writeFileSync(pointer, first);
        publish("three.pk");
      },
      () => {
        writeFileSync(pointer, "<html><h1>502 Bad Gateway</h1></html>");
        publish("four.pk");
      },
      async () => {
        publish("five.pk");
        await copied();
        for (const name of ["list.txt.zst", "delta-4.txt.br"])
          truncateSync(join(mirror.root, agent.repository.pathOf(`general/${name}`)), 9);
      },
      async () => {
        await mirror.nginx?.stop();
        publish("six.pk");
      },
      () => {
        agent.server.files = new Map();
      },
      async () => {
        agent.server.files = everything;
        await copied();
        await start();
      },
    ]);
    const told = rounds.map(({ result }) => (result.kind === "report" ? result.report : undefined));
    const whom = new Map([
      [mirror.url, "mirror"],
      [agent.server.url, "registry"],
    ]);
    expect(told.map((report) => [whom.get(report?.registry ?? ""), report?.lists[0]?.release])).toEqual([
      ["mirror", 1],
      ["mirror", 2],
      ["registry", 3],
      ["registry", 4],
      ["registry", 5],
      ["registry", 6],
      [undefined, 6],
      ["mirror", 6],
    ]);
    expect(agent.names()).toEqual(["six.pk"]);
    for (const code of ["tuf_rollback", "tuf_malformed", "tuf_truncated"])
      expect(metrics).toContain(`hifazat_agent_refusals_total{registry="${mirror.url}",code="${code}"} 1\n`);
    expect(metrics).toContain(`hifazat_agent_refusals_total{registry="${mirror.url}",code="registry_unreachable"} 2\n`);
  });
});
