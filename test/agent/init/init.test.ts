import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readConfig } from "../../../src/agent/config/read.ts";
import { agentToml, outputToml } from "../../../src/agent/init/agent-toml.ts";
import { PRESETS, PRODUCT_NAMES, type ProductName } from "../../../src/agent/init/products.ts";
import { systemdUnit } from "../../../src/agent/init/systemd-unit.ts";
import { hifazat } from "../../fixtures/command.ts";
import { hifazatHere } from "../../fixtures/command-here.ts";
import { programsHere, run } from "../../fixtures/programs.ts";
import { pageText } from "../resolvers/page.ts";

const answers = {
  registries: ["https://registry.example", "https://mirror.example"],
  root: "/etc/hifazat/root.json",
  state: "/var/lib/hifazat-agent",
  resolver: "127.0.0.1:53",
  metrics: "127.0.0.1:9479",
};

test.each(PRODUCT_NAMES)("the settings for %s are good ones, and say what the preset says", (product) => {
  const text = agentToml({ ...answers, product });
  const reading = readConfig({ file: { path: "agent.toml", text }, flags: {}, workingFolder: "/", defaults: {} });
  if (reading.kind === "faults") throw new Error(JSON.stringify(reading.faults));
  const { registries, metrics, outputs } = reading.settings;
  expect(registries).toEqual(answers.registries);
  expect(metrics).toEqual({ host: "127.0.0.1", port: 9479 });
  expect(outputs).toMatchObject([
    {
      name: product,
      path: PRESETS[product].path,
      format: { kind: PRESETS[product].format },
      reload: PRESETS[product].reload,
      control: PRESETS[product].control,
      verify:
        PRESETS[product].blocked === undefined
          ? undefined
          : { server: "127.0.0.1:53", blocked: PRESETS[product].blocked, timeoutSeconds: 60 },
    },
  ]);
});

test("a block page's address is what the file answers with, and what the resolver is asked for", () => {
  const read = (product: ProductName, blocked: string) => {
    const text = agentToml({ ...answers, product, blocked });
    const reading = readConfig({ file: { path: "agent.toml", text }, flags: {}, workingFolder: "/", defaults: {} });
    if (reading.kind === "faults") throw new Error(JSON.stringify(reading.faults));
    return reading.settings.outputs[0];
  };
  const verify = { blocked: "192.0.2.80" };
  const action = { kind: "addresses", a: "192.0.2.80" };
  for (const product of ["bind", "unbound", "powerdns", "knot-resolver"] as const)
    expect(read(product, "192.0.2.80")).toMatchObject({ format: { action }, verify });
  expect(read("bind", "2001:db8::80")).toMatchObject({
    format: { action: { aaaa: "2001:db8::80" } },
    verify: { blocked: "2001:db8::80" },
  });
  expect(read("bind", "nxdomain")).toMatchObject({ format: { action: { kind: "nxdomain" } } });
  // dnsdist's own configuration says what it answers; dnsmasq's file can say nothing but NXDOMAIN.
  expect(read("dnsdist", "192.0.2.80")).toMatchObject({ format: { kind: "cdb" }, verify });
  expect(() => read("dnsmasq", "192.0.2.80")).toThrow(/verify\.blocked: the format dnsmasq answers nxdomain here/);
});

test.each(PRODUCT_NAMES)("the page of %s shows what init writes", (product) => {
  expect(pageText(product)).toContain(
    `\`\`\`toml agent.toml\n${outputToml({ product, resolver: "127.0.0.1:53" })}\`\`\``,
  );
});

test("the unit may write to the state folder and the outputs' folders only, and words are quoted as systemd wants", () => {
  const unit = systemdUnit({
    command: ["/usr/bin/node", "/opt/my hifazat/100%$x", "agent", "run"],
    user: "bind",
    state: "/var/lib/hifazat-agent",
    outputs: ["/var/lib/bind/a.rpz", "/var/lib/bind/b.rpz"],
  });
  expect(unit).toContain('\nExecStart=/usr/bin/node "/opt/my hifazat/100%%$$x" agent run\n');
  expect(unit).toContain("\nReadWritePaths=/var/lib/bind\n");
  expect(unit).toContain("\nStateDirectory=hifazat-agent\n");
  for (const line of [
    "ProtectSystem=strict",
    "NoNewPrivileges=yes",
    "CapabilityBoundingSet=",
    "KillMode=mixed",
    "RestartPreventExitStatus=2",
  ])
    expect(unit).toContain(`\n${line}\n`);
});

test("the unit makes the folders under /var/lib that no package makes: without them it would not start", () => {
  const folders = (state: string, ...outputs: string[]) => {
    const unit = systemdUnit({ command: ["node"], user: "pdns", state, outputs });
    return unit.split("\n").filter((line) => /^(ReadWritePaths|StateDirectory)/.test(line));
  };
  expect(folders("/var/lib/hifazat-agent", "/var/lib/hifazat/hifazat.rpz")).toEqual([
    "StateDirectory=hifazat-agent hifazat",
    "StateDirectoryMode=0755",
  ]);
  // Theirs are the product's, or the operator's: a StateDirectory is given to the user with all that is in it.
  expect(folders("/srv/agent", "/var/lib/bind/hifazat.rpz", "/var/lib/hifazat/a b/x")).toEqual([
    'ReadWritePaths=/srv/agent /var/lib/bind "/var/lib/hifazat/a b"',
  ]);
});

test.skipIf(!programsHere("systemd-analyze"))("systemd finds nothing wrong with the unit of any product", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hifazat-unit-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const product of PRODUCT_NAMES) {
    const { path, user } = PRESETS[product];
    const command = [process.execPath, "/opt/my hifazat/100%$x", "agent", "run"];
    const file = join(folder, `${product}.service`);
    writeFileSync(file, systemdUnit({ command, user, state: answers.state, outputs: [path] }));
    const { output } = await run("systemd-analyze", ["verify", file]);
    // The machine's own units may not be faultless.
    expect(output.split("\n").filter((line) => line.includes(`${product}.service`))).toEqual([]);
  }
});

test("agent init writes the file once, prints the unit, and without a terminal asks nothing", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hifazat-init-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const config = join(folder, "agent.toml");
  const flags = ["agent", "init", "--config", config, "--registry", "https://registry.example", "--product", "bind"];
  expect(await hifazat(flags)).toMatchObject({ code: 2, stderr: expect.stringMatching(/--root is missing/) });
  const made = await hifazat([...flags, "--root", join(folder, "root.json")]);
  expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\[Unit\]/) });
  expect(made.stdout).toContain(`agent run --config ${config}\n`);
  expect(made.stdout).toContain("\nUser=bind\n");
  expect(readFileSync(config, "utf8")).toContain('verify = { server = "127.0.0.1:53", blocked = "nxdomain" }');
  expect(await hifazatHere([...flags, "--root", "x"])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/is there already/),
  });
  const bad = [
    ...flags.slice(0, 3),
    join(folder, "other.toml"),
    "--product",
    "dnsdist",
    "--root",
    "x",
    "--registry",
    "ftp://x",
  ];
  expect((await hifazatHere(bad)).code).toBe(2);
});
