import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  bindConfiguration,
  keptZoneScript,
  nsdConfiguration,
  type Pull,
  powerdnsConfiguration,
  unboundConfiguration,
} from "../../../src/distribute/zone-transfer/resolver-config.ts";

const page = readFileSync(new URL("../../../src/distribute/zone-transfer/README.md", import.meta.url), "utf8");

/** The configurations that the page shows, by the file that each begins with as a comment. */
const BLOCKS = new Map(
  [...page.matchAll(/^```\n(?:#|--) (\S+\.(?:conf|lua|sh)\S*[^\n]*)\n([\s\S]*?)^```$/gm)].map(
    ([, name = "", text = ""]) => [name, text] as const,
  ),
);

const pull = (name: string, folder: string, etc: string): Pull => ({
  apex: "rpz.hifazat",
  primary: { address: "192.0.2.53", port: 53 },
  key: { name, secret: "…" },
  folder,
  etc,
});
const bind = bindConfiguration(pull("isp-a", "/var/cache/bind", "/etc/bind"));
const powerdns = powerdnsConfiguration(pull("isp-a", "/var/lib/pdns-recursor", "/etc/powerdns"));
const unbound = pull("none", "/var/lib/unbound/hifazat", "/etc/unbound");
const tls = { name: "rpz.registry.example", authorities: "/etc/unbound/rpz-authorities.pem" };

const RUN_BY_THE_TESTS: Readonly<Record<string, string>> = {
  "named.conf": `options {\n    ${bind.options}\n};\n${bind.rest}`,
  "rpz.lua": powerdns.lua,
  "recursor.conf": powerdns.conf,
  "unbound.conf": unboundConfiguration(unbound),
  "refresh.sh": keptZoneScript(unbound),
  "nsd.conf": nsdConfiguration(
    pull("nsd", "/var/lib/nsd", "/etc/nsd"),
    { address: "192.0.2.54", tlsPort: 8853, plainPort: 53 },
    { address: "198.51.100.9", port: 53 },
  ),
  "unbound.conf, by TLS": unboundConfiguration({ ...unbound, primary: { address: "192.0.2.54", port: 8853 } }, tls),
};

test("the page shows every configuration that the tests run, and no other", () => {
  expect([...BLOCKS.keys()].sort()).toEqual(Object.keys(RUN_BY_THE_TESTS).sort());
});

test.each(Object.keys(RUN_BY_THE_TESTS))("what the page has as %s is what the tests run, to the byte", (name) => {
  expect(BLOCKS.get(name)).toBe(RUN_BY_THE_TESTS[name]);
});
