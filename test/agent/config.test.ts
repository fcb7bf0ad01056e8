import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type ConfigReading, readConfig } from "../../src/agent/config/read.ts";
import type { Settings } from "../../src/agent/config/settings.ts";

const read = (text: string, flags: Record<string, unknown> = {}): ConfigReading =>
  readConfig({ file: { path: "agent.toml", text }, flags, workingFolder: "/work", defaults: { state: "/data/agent" } });

function settingsOf(text: string, flags: Record<string, unknown> = {}): Settings {
  const reading = read(text, flags);
  if (reading.kind === "faults") throw new Error(JSON.stringify(reading.faults));
  return reading.settings;
}

function faultsOf(text: string, flags: Record<string, unknown> = {}): string[] {
  const reading = read(text, flags);
  return reading.kind === "faults" ? reading.faults.map(({ where, message }) => `${where}: ${message}`) : [];
}

const FULL = `
registry = ["https://registry.example/", "https://mirror.example/pk"]
state = "/var/lib/hifazat"
root = "root.json"
keep = 7
allow = "allow.txt"
token_file = "token"

[bounds]
max_drop_share = 0.02
max_growth_share = 3

[[output]]
format = "rpz"
path = "/etc/bind/hifazat.rpz"
apex = "block.isp"
a = "192.0.2.80"
reload = ["rndc", "reload", "block.isp"]
reload_timeout = 30
mode = "0640"

[[output]]
name = "proxy"
format = "squid"
path = "squid.txt"
`;

test("a whole file is understood, with paths relative to it", () => {
  const settings = settingsOf(FULL);
  expect(settings).toMatchObject({
    registries: ["https://registry.example", "https://mirror.example/pk"],
    state: "/var/lib/hifazat",
    root: "/work/root.json",
    lists: ["general"],
    keep: 7,
    token: { kind: "file", path: "/work/token" },
    bounds: { maxDropShare: 0.02, maxGrowthShare: 3 },
  });
  expect(settings.outputs).toMatchObject([
    {
      name: "rpz",
      path: "/etc/bind/hifazat.rpz",
      format: { kind: "rpz", apex: "block.isp", action: { kind: "addresses", a: "192.0.2.80" } },
      reload: ["rndc", "reload", "block.isp"],
      reloadTimeoutSeconds: 30,
      mode: 0o640,
    },
    { name: "proxy", path: "/work/squid.txt", mode: 0o644, reload: undefined },
  ]);
});

test("flags alone are enough, and count over the file", () => {
  const flags = {
    registry: ["http://127.0.0.1:8787"],
    output: [{ format: "rpz", path: "out.rpz" }],
    bounds: { max_drop_share: 0.5 },
  };
  const alone = readConfig({ file: undefined, flags, workingFolder: "/here", defaults: { state: "/data/agent" } });
  expect(alone).toMatchObject({
    kind: "settings",
    settings: { registries: ["http://127.0.0.1:8787"], state: "/data/agent", outputs: [{ path: "/here/out.rpz" }] },
  });
  const over = settingsOf(FULL, flags);
  expect(over.bounds).toEqual({ maxDropShare: 0.5, maxGrowthShare: 3 });
  expect(over.outputs).toHaveLength(1);
  expect(over.keep).toBe(7);
});

test.each([
  ["a syntax error", 'keep = 3\nstate = "a\n', /^agent\.toml:2:\d+: /],
  ["a setting that is none", "keep = 3\n\n  kep = 4\n", "agent.toml:3:3: kep: is not a setting"],
  ["one in a table", "[bounds]\nmax_drop = 0.1\n", "agent.toml:2:1: bounds.max_drop: is not a setting"],
  [
    "a wrong type",
    'registry = "https://r.example"\nkeep = "three"\n',
    "agent.toml:2:1: keep: expected number, received string",
  ],
  [
    "a share above 1",
    "[bounds]\n# so much\nmax_drop_share = 5\n",
    "agent.toml:3:1: bounds.max_drop_share: must be a share from 0 to 1",
  ],
  [
    "a format that is none, in the second output",
    '[[output]]\nformat = "plain"\npath = "a"\n\n[[output]]\npath = "b"\n  format = "bind"\n',
    /^agent\.toml:7:3: output\[1\]\.format: must be one of plain, rpz/,
  ],
  ["a missing path, at its table", '[[output]]\nformat = "plain"\n', "agent.toml:1:1: output[0].path: is missing"],
  [
    "an option of another format",
    '[[output]]\nformat = "plain"\npath = "a"\napex = "x"\n',
    "agent.toml:4:1: output[0].apex: is not a setting",
  ],
  [
    "an address that is none",
    '[[output]]\nformat = "rpz"\npath = "a"\na = "2001:db8::1"\n',
    "agent.toml:4:1: output[0].a: must be an IPv4 address",
  ],
  [
    "a value over several lines before it",
    'lists = [\n  "general",\n]\nkeep = 1\n',
    /^agent\.toml:4:1: keep: must be 2 or more/,
  ],
  ["text in many lines before it", 'allow = """\nkeep = 1\n[[output]]\n"""\nkeep = 1\n', /^agent\.toml:5:1: keep: /],
  ["a dotted key", "bounds.max_drop_share = 2\n", /^agent\.toml:1:1: bounds\.max_drop_share/],
  ["an inline table", "keep = 3\nbounds = { max_drop_share = 2 }\n", /^agent\.toml:2:1: bounds\.max_drop_share/],
  [
    "a registry that is none",
    'registry = "ftp://r.example"\n',
    /^agent\.toml:1:1: registry: must be an http or https URL/,
  ],
  ["the sealed list", 'lists = ["sealed"]\n', /^agent\.toml:1:1: lists: the sealed list needs sealed_key_file/],
  [
    "two outputs of one path",
    '[[output]]\nformat = "plain"\npath = "a"\n[[output]]\nformat = "csv"\npath = "./a"\n',
    "agent.toml:6:1: output[1].path: another output has this path",
  ],
  [
    "an output over the root file",
    'root = "root.json"\n[[output]]\nformat = "plain"\npath = "/work/x/../root.json"\n',
    "agent.toml:4:1: output[0].path: is root, which it would replace",
  ],
  [
    "an output over the settings file",
    '[[output]]\nformat = "plain"\npath = "agent.toml"\n',
    "agent.toml:3:1: output[0].path: is the settings file, which it would replace",
  ],
  ...["allow", "token_file", "sealed_key_file"].map((key): [string, string, string] => [
    `an output over the file of ${key}`,
    `registry = "https://r.example"\n${key} = "/etc/x"\n[[output]]\npath = "/etc/x"\nformat = "plain"\n`,
    `agent.toml:4:1: output[0].path: is ${key}, which it would replace`,
  ]),
  ...["state", "state/list.txt", "state/tuf/root.json"].map((path): [string, string, string] => [
    `an output at ${path}, in the state folder`,
    `state = "/work/state/"\n[[output]]\nformat = "plain"\npath = "${path}"\n`,
    "agent.toml:4:1: output[0].path: lies in the state folder, which is for the agent's own files only",
  ]),
  [
    "a token of two words",
    'registry = "https://r.example"\ntoken = "hfz_one two"\n',
    /^agent\.toml:2:1: token: must be a token, which has letters, digits and [^ ]+ only$/,
  ],
  [
    "a token that would go in clear",
    'registry = "http://r.example"\ntoken_file = "t"\n',
    "agent.toml:2:1: token_file: would be sent in clear: use an https registry",
  ],
])("%s is told with its place", (_, text, expected) => {
  const [fault, ...others] = faultsOf(text);
  expect(fault).toMatch(
    typeof expected === "string" ? new RegExp(`^${expected.replace(/[[\].()]/g, "\\$&")}`) : expected,
  );
  expect(others).toEqual([]);
});

test("every fault is told, not the first only, and a flag's fault names the command line", () => {
  expect(faultsOf("keep = 0\nkep = 1\n")).toHaveLength(2);
  expect(faultsOf("keep = 3\n", { keep: 0 })[0]).toMatch(/^command line: keep: /);
});

test("the example in the README is a good file", () => {
  const readme = readFileSync(new URL("../../src/agent/README.md", import.meta.url), "utf8");
  const [, example = ""] = /```toml\n([\s\S]*?)```/.exec(readme) ?? [];
  expect(faultsOf(example)).toEqual([]);
  expect(settingsOf(example).outputs.length).toBeGreaterThan(3);
});

test("what a resolver is asked for is what the file can answer, however the address is written", () => {
  const output = (lines: string, blocked: string) =>
    `[[output]]\npath = "x"\n${lines}\nverify = { server = "127.0.0.1:53", blocked = "${blocked}" }\n`;
  const page = 'format = "rpz"\na = "192.0.2.80"\naaaa = "2001:db8::80"';
  expect(settingsOf(output(page, "2001:DB8:0::80")).outputs[0]?.verify?.blocked).toBe("2001:db8::80");
  expect(faultsOf(output(page, "192.0.2.80"))).toEqual([]);
  expect(faultsOf(output(page, "nxdomain"))).toEqual([
    "agent.toml:6:1: output[0].verify.blocked: the format rpz answers 192.0.2.80 and 2001:db8::80 here",
  ]);
  for (const format of ["rpz", "unbound", "dnsmasq"])
    expect(faultsOf(output(`format = "${format}"`, "192.0.2.80"))).toEqual([
      `agent.toml:4:1: output[0].verify.blocked: the format ${format} answers nxdomain here`,
    ]);
  expect(faultsOf(output('format = "cdb"', "192.0.2.80"))).toEqual([]);
  expect(faultsOf(output('format = "rpz"', "refused"))).toEqual([
    'agent.toml:4:1: output[0].verify.blocked: must be "nxdomain" or an address',
  ]);
});
