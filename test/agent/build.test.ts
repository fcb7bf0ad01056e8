import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { publish } from "../../src/publish/publish.ts";
import { runScript } from "../fixtures/command.ts";
import { approved } from "../fixtures/orders.ts";
import { newRegistry } from "../publish/registry.ts";
import { filesBelow, repositoryOf } from "../publish/tree.ts";
import { FixtureServer } from "./fixture-server.ts";

const BUILD = new URL("../../scripts/build-agent.ts", import.meta.url).pathname;

/** A Node of this machine that is too old, if there is one: of the path, or where distributions put theirs. */
function olderNode(): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin", "/usr/local/bin"];
  return folders
    .map((folder) => join(folder, "node"))
    .find((node) => {
      const { stdout } = spawnSync(node, ["--version"], { encoding: "utf8" });
      return Number(/^v(\d+)/.exec(stdout ?? "")?.[1]) < 24;
    });
}

test("a Node that is too old is told which one is needed, and not what it could not import", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hifazat-built-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const agent = join(folder, "hifazat-agent.mjs");
  expect(await runScript(BUILD, [agent])).toMatchObject({ code: 0, stderr: "" });
  const refused = {
    status: 2,
    stdout: "",
    stderr: expect.stringMatching(/^hifazat: config_invalid: This needs Node 24\.15 or later; .* is [\d.]+\.\n$/),
  };
  const old = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "24.14.1" } })`;
  const pretending = ["--import", `data:text/javascript,${encodeURIComponent(old)}`, agent, "agent", "--help"];
  expect(spawnSync(process.execPath, pretending, { encoding: "utf8" })).toMatchObject(refused);
  const older = olderNode();
  if (older !== undefined)
    expect(spawnSync(older, [agent, "agent", "--help"], { encoding: "utf8" })).toMatchObject(refused);
  // Whether or not there is one here: an import could fail before anything is said.
  expect(readFileSync(agent, "utf8").match(/^import .*$/gm)).toEqual(['import { createRequire } from "node:module";']);
});

test("the agent as one file, alone in an empty folder, takes a release from a registry", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hifazat-built-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const alone = join(folder, "alone");
  mkdirSync(alone);
  const agent = join(alone, "hifazat-agent.mjs");
  expect(await runScript(BUILD, [agent])).toMatchObject({ code: 0, stderr: "" });
  expect(readdirSync(alone)).toEqual(["hifazat-agent.mjs"]);

  const { root, db, publishing } = await newRegistry();
  approved(db, ["bet.example", "news.example/a"]);
  await publish(publishing);
  const below = [...filesBelow(repositoryOf(root))].map(
    ([path, bytes]) => [`/tuf/${path}`, Buffer.from(bytes)] as const,
  );
  const files = new Map(below);
  const server = await FixtureServer.start(files);
  onTestFinished(() => server.close());
  writeFileSync(join(alone, "root.json"), files.get("/tuf/metadata/1.root.json") ?? "");
  const toml = `registry = "${server.url}"\nstate = "state"\nroot = "root.json"\n[[output]]\nformat = "rpz"\npath = "list.rpz"\n`;
  writeFileSync(join(alone, "agent.toml"), toml);
  const synced = await runScript(agent, ["agent", "sync", "--config", join(alone, "agent.toml")]);
  expect(synced).toMatchObject({ code: 0, stderr: "" });
  expect(readFileSync(join(alone, "list.rpz"), "utf8")).toContain("\n*.bet.example CNAME .\n");
  expect(await runScript(agent, ["blockpage", "--help"])).toMatchObject({ code: 0, stderr: "" });
});
