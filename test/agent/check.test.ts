import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { hifazatHere } from "../fixtures/command-here.ts";
import { MAIN } from "../fixtures/server-process.ts";
import { domains, FixtureRepository } from "./fixture-repository.ts";
import { Harness } from "./harness.ts";

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "hifazat-check-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** What `agent check` prints of such an agent.toml, without the folder's name. */
async function findings(text: string, place: string): Promise<string[]> {
  const config = join(place, "agent.toml");
  writeFileSync(config, text);
  const { code, stdout, stderr } = await hifazatHere(["agent", "check", "--config", config, "--data", place]);
  expect(stderr).toBe("");
  const lines = stdout.replaceAll(`${place}/`, "/").split("\n").slice(0, -1);
  expect(code).toBe(lines.some((line) => line.includes(": error: ")) ? 2 : 0);
  return lines.map((line) => line.replace(/^\//, ""));
}

test("check finds nothing wrong with settings that work", async () => {
  const place = folder();
  writeFileSync(join(place, "root.json"), new FixtureRepository().rootFile);
  writeFileSync(join(place, "allow.txt"), "# none\nbet.pk\n");
  const text = `registry = "https://r.example"\nroot = "root.json"\nallow = "allow.txt"\n[[output]]\nformat = "plain"\npath = "out.txt"\nreload = ["true"]\n`;
  expect(await findings(text, place)).toEqual(["the settings are good"]);
});

test("check names what is missing or cannot be used, with its line", async () => {
  const place = folder();
  mkdirSync(join(place, "folder"));
  writeFileSync(join(place, "allow.txt"), "bet.pk\n\n.com\n");
  writeFileSync(join(place, "token"), "t");
  chmodSync(join(place, "token"), 0o644);
  writeFileSync(join(place, "root.json"), "{}");
  const text = [
    'registry = "https://r.example"',
    'root = "root.json"',
    'allow = "allow.txt"',
    'token_file = "token"',
    "[[output]]",
    'format = "plain"',
    'path = "missing/out.txt"',
    'reload = ["no-such-program"]',
    "[[output]]",
    'format = "hosts"',
    'path = "folder"',
    "[[output]]",
    'format = "unbound"',
    'path = "zones.conf"',
    'control = ["./token", "-c", "x"]',
  ].join("\n");
  expect(await findings(text, place)).toEqual([
    expect.stringMatching(/^agent\.toml:2:1: error: root: .*is no TUF root/),
    "allow.txt:3:1: error: public_suffix: .com",
    "agent.toml:4:1: warning: token_file: others can read /token: chmod 600 it",
    "agent.toml:7:1: error: output[0].path: there is no folder /missing",
    "agent.toml:8:1: error: output[0].reload: no-such-program is not a program",
    "agent.toml:11:1: error: output[1].path: /folder is not a file",
    expect.stringMatching(/^agent\.toml:10:1: warning: output\[1\]\.format: a hosts file cannot block subdomains/),
    "agent.toml:15:1: error: output[2].control: ./token is not a program",
  ]);
});

test("check says when nothing is trusted, no registry is named, or nothing is rendered", async () => {
  const place = folder();
  expect(await findings("", place)).toEqual([
    "agent.toml:1:1: error: registry: is missing",
    "agent.toml:1:1: error: root: nothing is trusted yet, and no root file is named",
    "agent.toml:1:1: warning: output: nothing is rendered: there is no output",
  ]);
});

test("check tells what is wrong with the file and with what it names at once, and no setting missing that is only faulty", async () => {
  const place = folder();
  const text = [
    'registry = "ftp://r.example"',
    'root = "no-root.json"',
    "keep = 1",
    'alow = "a"',
    'token_file = "token"',
    "[[output]]",
    'format = "bind"',
    'path = "missing/a"',
    "[[output]]",
    'format = "plain"',
    'path = "missing/b"',
  ];
  const told = [
    "agent.toml:1:1: error: registry: must be an http or https URL without user, query or fragment",
    "agent.toml:3:1: error: keep: must be 2 or more, or there is nothing to roll back to",
    expect.stringMatching(/^agent\.toml:7:1: error: output\[0\]\.format: must be one of /),
    "agent.toml:4:1: error: alow: is not a setting",
    "agent.toml:2:1: error: root: there is no /no-root.json",
    "agent.toml:5:1: error: token_file: there is no /token",
    "agent.toml:11:1: error: output[1].path: there is no folder /missing",
  ];
  expect(await findings(text.join("\n"), place)).toEqual(told);
  // Contradictions are such faults too; of a root that was not understood nothing is said but that.
  expect(await findings('registry = "http://r.example"\nroot = 1\nstate = ""\ntoken_file = "token"\n', place)).toEqual([
    "agent.toml:3:1: error: state: Too small: expected string to have >=1 characters",
    "agent.toml:2:1: error: root: expected string, received number",
    "agent.toml:4:1: error: token_file: there is no /token",
    "agent.toml:1:1: warning: output: nothing is rendered: there is no output",
  ]);
  expect(await findings('registry = "http://r.example"\ntoken_file = "token"\n', place)).toEqual([
    "agent.toml:2:1: error: token_file: would be sent in clear: use an https registry",
    "agent.toml:1:1: error: root: nothing is trusted yet, and no root file is named",
    "agent.toml:2:1: error: token_file: there is no /token",
    "agent.toml:1:1: warning: output: nothing is rendered: there is no output",
  ]);
});

const TOKEN = `hfz_${"a".repeat(43)}`;

test.each([
  ["two words", `${TOKEN} ${TOKEN}\n`],
  ["two lines", `${TOKEN}\n${TOKEN}\n`],
  ["a header's words", `Bearer ${TOKEN}`],
  ["a letter that a header cannot have", `${TOKEN}é`],
  ["nothing", "\n"],
])(
  "a token file with %s in it is a fault of the settings, by check and before anything is asked of a registry",
  async (_, text) => {
    const { agent, toml } = await withToken(text);
    const [fault, ...others] = await findings(toml, agent.folder);
    expect(fault).toMatch(/^agent\.toml:4:1: error: token_file: There is (more in \/token than a|no) token/);
    expect(fault).not.toContain("hfz_");
    expect(others).toEqual([]);
    const synced = await hifazatHere(["agent", "sync", "--config", join(agent.folder, "agent.toml")]);
    expect(synced).toMatchObject({ code: 2, stderr: expect.stringMatching(/^hifazat: config_invalid: There is /) });
    expect(agent.server.requests).toEqual([]);
  },
);

test("a token file with one token in it is a good one, and the registry is given that token", async () => {
  const { agent, toml } = await withToken(`${TOKEN}\r\n`);
  agent.server.answers.set("/v1/receipts", (_request, response) => response.writeHead(201).end());
  expect(await findings(toml, agent.folder)).toEqual(["the settings are good"]);
  expect(await hifazatHere(["agent", "sync", "--config", join(agent.folder, "agent.toml")])).toMatchObject({ code: 0 });
  expect(agent.server.requests.at(-1)?.authorization).toBe(`Bearer ${TOKEN}`);
});

/** An agent that has this in its token file, and its settings. */
async function withToken(text: string) {
  const agent = await Harness.start();
  agent.repository.publish(domains("bet.pk"));
  writeFileSync(join(agent.folder, "token"), text, { mode: 0o600 });
  const toml = `registry = "${agent.server.url}"\nstate = "state"\nroot = "root.json"\ntoken_file = "token"\n[[output]]\nformat = "plain"\npath = "out/list"\n`;
  return { agent, toml };
}

const OUTPUT = (path: string): string =>
  `[[output]]\nformat = "plain"\nname = "${path.replaceAll(/\W/g, "-")}"\npath = "${path}"\n`;

test.each([
  [
    "two outputs in one folder by two names",
    OUTPUT("out/list") + OUTPUT("link/list"),
    "another output has this path",
    "out/list",
  ],
  [
    "an output that is a link to another",
    OUTPUT("out/list") + OUTPUT("out/same"),
    "another output has this path",
    "out/list",
  ],
  [
    "two links to what is not there yet",
    OUTPUT("out/same") + OUTPUT("out/also"),
    "another output has this path",
    "out/list",
  ],
  ["an output over the root file", OUTPUT("here/root.json"), "is root, which it would replace", "root.json"],
  [
    "an output over the settings",
    OUTPUT("here/agent.toml"),
    "is the settings file, which it would replace",
    "agent.toml",
  ],
  ["an output that is a link to the token", OUTPUT("out/token"), "is token_file, which it would replace", "token"],
  [
    "an output in the state folder",
    OUTPUT("here/state/list"),
    "lies in the state folder, which is for the agent's own files only",
    "state/list",
  ],
])(
  "%s, the same by a symbolic link only, is a fault of the settings: by check and before anything is done",
  async (_, outputs, fault, place) => {
    const agent = await Harness.start();
    agent.repository.publish(domains("bet.pk"));
    const at = (name: string): string => join(agent.folder, name);
    mkdirSync(at("state"));
    writeFileSync(at("token"), TOKEN, { mode: 0o600 });
    for (const [name, to] of [
      ["link", "out"],
      ["here", "."],
      ["out/same", "list"],
      ["out/also", "../link/same"],
      ["out/token", "../token"],
    ] as const)
      symlinkSync(to, at(name));
    const toml = `registry = "${agent.server.url}"\nstate = "state"\nroot = "root.json"\ntoken_file = "token"\n`;
    const line = (toml + outputs).split("\n").length - 1;
    const said = `${line}:1: error: output[${outputs.split("[[").length - 2}].path: ${fault}: a symbolic link leads to /${place}`;
    expect((await findings(toml + outputs, agent.folder)).filter((found) => found.includes(".path:"))).toEqual([
      `agent.toml:${said}`,
    ]);
    const synced = await hifazatHere(["agent", "sync", "--config", at("agent.toml")]);
    expect(synced).toMatchObject({ code: 2, stderr: expect.stringContaining(fault) });
    expect(agent.server.requests).toEqual([]);
    expect(readFileSync(at("agent.toml"), "utf8")).toBe(toml + outputs);
  },
);

test("outputs and a state folder that are reached by links, and are different places, are good", async () => {
  const agent = await Harness.start();
  mkdirSync(join(agent.folder, "kept"));
  symlinkSync("kept", join(agent.folder, "state"));
  symlinkSync("out", join(agent.folder, "link"));
  agent.repository.publish(domains("bet.pk"));
  const toml = `registry = "${agent.server.url}"\nstate = "state"\nroot = "root.json"\n${OUTPUT("out/list")}${OUTPUT("link/other")}`;
  expect(await findings(toml, agent.folder)).toEqual(["the settings are good"]);
  expect(await hifazatHere(["agent", "sync", "--config", join(agent.folder, "agent.toml")])).toMatchObject({ code: 0 });
});

/** What a user says who is not let into files: root reads them all unless it gives that capability up. */
function unprivileged(args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const asRoot = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"];
  const [program = "", ...rest] = [...(process.getuid?.() === 0 ? asRoot : []), process.execPath, MAIN, ...args];
  return new Promise((resolve) => {
    execFile(program, rest, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

test.each([
  ["token_file", "token"],
  ["allow", "allow list"],
  ["sealed_key_file", "sealed_key_file"],
  ["root", "root file"],
])("a file of %s that may not be read is a fault of the settings which names it", async (key, what) => {
  const agent = await Harness.start();
  agent.repository.publish(domains("bet.pk"));
  const file = join(agent.folder, "closed");
  writeFileSync(file, "", { mode: 0o000 });
  const named = {
    root: '"root.json"',
    [key]: '"closed"',
    ...(key === "sealed_key_file" && { lists: '["general", "sealed"]' }),
  };
  const lines = Object.entries(named).map(([name, value]) => `${name} = ${value}`);
  const config = join(agent.folder, "agent.toml");
  writeFileSync(
    config,
    `registry = "${agent.server.url}"\nstate = "state"\n${lines.join("\n")}\n${OUTPUT("out/list")}`,
  );
  const [synced, checked] = await Promise.all(
    ["sync", "check"].map((command) => unprivileged(["agent", command, "--config", config])),
  );
  expect(synced).toMatchObject({
    code: 2,
    stderr: `hifazat: config_invalid: Cannot read the ${what} ${file}: this user has no permission to read it, or to enter its folder.\n`,
  });
  expect(checked).toMatchObject({ code: 2, stderr: "", stdout: expect.stringContaining(file) });
  expect(agent.server.requests).toEqual([]);
});
