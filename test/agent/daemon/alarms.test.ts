import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { domains } from "../fixture-repository.ts";
import { Harness } from "../harness.ts";
import { play } from "./stage.ts";

const README = readFileSync(new URL("../../../src/agent/README.md", import.meta.url), "utf8");
const [, RULES = ""] = /```yaml\n([\s\S]*?)```/.exec(README) ?? [];

/** The labels of every metric that an agent shows after a good round and a failed one. */
async function metricLabels(): Promise<Map<string, Set<string>>> {
  const agent = await Harness.start((harness) => ({
    outputs: [harness.output("plain")],
    token: { kind: "value", value: "t" },
    // And a mirror at the discard port, which is away.
    registries: [harness.server.url, "http://127.0.0.1:9"],
  }));
  const url = { value: "page.pk/a", scope: "url", category: "decency" } as const;
  agent.repository.publish([...domains("bet.pk"), url]);
  const { metrics } = await play(agent, [() => agent.server.close()]);
  const labels = new Map([...metrics.matchAll(/^# TYPE (\S+)/gm)].map(([, name = ""]) => [name, new Set<string>()]));
  for (const [, name = "", inside = ""] of metrics.matchAll(/^([a-z_]+)(?:\{(.*)\})? /gm))
    for (const [, label = ""] of inside.matchAll(/(\w+)="/g)) labels.get(name)?.add(label);
  return labels;
}

test("the README has every metric with its labels, and no other", async () => {
  const told = new Map<string, Set<string>>();
  for (const row of README.split("\n").filter((line) => line.startsWith("| `hifazat_agent_")))
    for (const [, name = "", labels] of row.matchAll(/`(hifazat_agent_[a-z_]+)(?:\{([a-z,]+)\})?`/g))
      told.set(name, new Set(labels?.split(",")));
  expect(told).toEqual(await metricLabels());
});

test("alarm rules name metrics and labels that there are, and say how urgent they are and why", async () => {
  const metrics = await metricLabels();
  const rules = RULES.split("- alert: ").slice(1);
  expect(rules.length).toBeGreaterThan(5);
  for (const rule of rules) {
    expect(rule).toMatch(
      /^Hifazat[A-Za-z]+\n(?: +#.*\n)? +expr: .+\n(?: +for: \d+[mh]\n)? +labels: \{ severity: (?:page|ticket) \}\n +annotations: \{ summary: ".+" \}\n/,
    );
    const named = [...new Set(rule.match(/hifazat_agent_[a-z_]+/g))];
    expect(named).not.toEqual([]);
    for (const name of named) expect([...metrics.keys()]).toContain(name);
    const labels = new Set(named.flatMap((name) => [...(metrics.get(name) ?? [])]));
    for (const [, label] of rule.matchAll(/\$labels\.(\w+)/g)) expect(labels).toContain(label);
  }
});
