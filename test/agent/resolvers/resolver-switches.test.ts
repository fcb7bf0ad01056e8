import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ask, programsHere, run, until } from "../../fixtures/programs.ts";
import { domains } from "../fixture-repository.ts";
import { PRODUCTS, type Product } from "./products.ts";
import { Running } from "./running.ts";
import { OPEN_ADDRESS } from "./upstream.ts";

const { bind, unbound, powerdns, knotResolver, dnsmasq, dnsdist } = PRODUCTS;

/** What a product's page says switches its block off, beside what it says keeps it on: in one process where it can be. */
const switches = (product: Product, policy: string, check: () => Promise<void>): void => {
  test.skipIf(!programsHere(...product.programs))(`${product.name}: ${policy}`, check);
};

/** Writes a policy zone of somebody's own that lets one name pass, and returns its path. */
function passingZone(folder: string, file: string, name: string): string {
  const zone = `$TTL 60\n@ SOA localhost. hostmaster 1 60 10 604800 60\n@ NS localhost.\n${name} CNAME rpz-passthru.\n`;
  writeFileSync(join(folder, file), zone);
  return join(folder, file);
}

switches(
  bind,
  "a policy zone before the list decides, one after it does not; RD=0 gets what is cached unless recursive-only is no",
  async () => {
    const zoneOf = (zone: string, path: string): string => `zone "${zone}" { type primary; file "${path}"; };\n`;
    const opened = await Running.start(bind, {
      lines: domains("bet.pk", "first.pk", "last.pk"),
      amended: ({ folder }) => ({
        "named.conf": (conf) =>
          conf
            .replace('zone "rpz.hifazat" min-update-interval 1;', 'zone "before"; $& zone "after";')
            .replace("recursive-only no ", "") +
          zoneOf("before", passingZone(folder, "before", "first.pk")) +
          zoneOf("after", passingZone(folder, "after", "last.pk")),
      }),
    });
    await opened.expects("first.pk", "open");
    await opened.expects("last.pk", "blocked");
    const asPageSays = await Running.start(bind);
    for (const resolver of [opened, asPageSays]) {
      await resolver.expects("cached.pk", "open");
      const published = await resolver.publish("bet.pk", "last.pk", "cached.pk");
      expect(published.outputs).toMatchObject([{ result: "written", message: "" }]);
      await resolver.expects("cached.pk", "blocked");
    }
    await opened.expects("cached.pk", "open", { recursion: false });
    await asPageSays.expects("cached.pk", "blocked", { recursion: false });
  },
);

switches(
  unbound,
  "a zone below a listed name decides, and a view with zones or data of its own hides the list unless view-first is yes",
  async () => {
    const resolver = await Running.start(unbound, {
      lines: domains("bet.pk", "poker.pk"),
      amended: ({ file }) => ({
        "unbound.conf": (conf) => `${conf}
    local-zone: "www.bet.pk." transparent
    access-control-view: 127.0.0.2/32 zone
    access-control-view: 127.0.0.3/32 data
    access-control-view: 127.0.0.4/32 include
    access-control-view: 127.0.0.5/32 first
    access-control-view: 127.0.0.6/32 nothing
view:
    name: zone
    local-zone: "own.pk." static
view:
    name: data
    local-data: "own.pk. A 192.0.2.1"
view:
    name: include
    local-zone: "own.pk." static
    include: "${file}"
view:
    name: first
    local-zone: "own.pk." static
    view-first: yes
view:
    name: nothing
    view-first: no
`,
      }),
    });
    for (const from of ["127.0.0.2", "127.0.0.3", "127.0.0.4"]) await resolver.expects("poker.pk", "open", { from });
    for (const from of ["127.0.0.1", "127.0.0.5", "127.0.0.6"]) await resolver.expects("poker.pk", "blocked", { from });
    await resolver.expects("www.bet.pk", "open");
    await resolver.expects("mail.bet.pk", "blocked");
    const conf = join(resolver.place.folder, "unbound.conf");
    await run("unbound-control", ["-c", conf, "local_zone_remove", "www.bet.pk"]);
    await resolver.expects("www.bet.pk", "blocked");
  },
);

switches(
  powerdns,
  "a policy before the list decides, one after it does not; a preresolve hook that returns true passes the list by",
  async () => {
    const resolver = await Running.start(powerdns, {
      lines: domains("bet.pk", "first.pk", "last.pk", "hook.pk"),
      amended: ({ folder }) => {
        const rpzFile = (file: string, name: string): string =>
          `rpzFile("${passingZone(folder, file, name)}", {policyName="${file}"})\n`;
        const hook = join(folder, "hook.lua");
        writeFileSync(
          hook,
          `function preresolve(dq)
  if not dq.qname:equal("hook.pk") then return false end
  dq:addAnswer(pdns.A, "${OPEN_ADDRESS}")
  return true
end
`,
        );
        return {
          "hifazat.lua": (lua) => rpzFile("before", "first.pk") + lua + rpzFile("after", "last.pk"),
          "recursor.conf": (conf) => `${conf}lua-dns-script=${hook}\n`,
        };
      },
    });
    for (const name of ["first.pk", "hook.pk"]) await resolver.expects(name, "open");
    for (const name of ["last.pk", "bet.pk"]) await resolver.expects(name, "blocked");
  },
);

switches(
  knotResolver,
  "a policy before the list that ends the chain opens its names, one after it does not",
  async () => {
    const resolver = await Running.start(knotResolver, {
      lines: domains("bet.pk", "pass.pk", "forward.pk", "last.pk"),
      amended: ({ upstream }) => ({
        "kresd.conf": (conf) => {
          const hinted = ["pass.pk", "bet.pk"].map((name) => `hints['${name}'] = '${OPEN_ADDRESS}'\n`).join("");
          const only = (action: string, name: string): string =>
            `policy.add(policy.suffix(${action}, policy.todnames({'${name}'})))\n`;
          const forward = `policy.FORWARD('127.0.0.1@${upstream}')`;
          return `modules.load('hints < iterate')
${hinted}${only("policy.PASS", "pass.pk")}${only(forward, "forward.pk")}${conf}${only(forward, "last.pk")}`;
        },
      }),
    });
    for (const name of ["pass.pk", "forward.pk"]) await resolver.expects(name, "open");
    for (const name of ["bet.pk", "last.pk"]) await resolver.expects(name, "blocked");
  },
);

switches(dnsmasq, "a server of one's own for a listed name or one below it decides", async () => {
  const resolver = await Running.start(dnsmasq, {
    lines: domains("bet.pk", "poker.pk"),
    amended: ({ upstream }) => ({
      "dnsmasq.conf": (conf) =>
        `${conf}server=/www.bet.pk/127.0.0.1#${upstream}\nserver=/poker.pk/127.0.0.1#${upstream}\n`,
    }),
  });
  for (const name of ["www.bet.pk", "poker.pk"]) await resolver.expects(name, "open");
  for (const name of ["bet.pk", "mail.bet.pk"]) await resolver.expects(name, "blocked");
});

switches(
  dnsdist,
  "a rule before the list that allows or chooses a pool opens its names, a rule that asks for TCP or comes after does not",
  async () => {
    const resolver = await Running.start(dnsdist, {
      lines: domains("bet.pk", "allow.pk", "pool.pk", "tcp.pk", "late.pk"),
      amended: () => ({
        "dnsdist.conf": (conf) => `addAction("allow.pk.", AllowAction())
addAction("pool.pk.", PoolAction(""))
addAction("tcp.pk.", TCAction())
${conf}addAction("late.pk.", AllowAction())
`,
      }),
    });
    for (const name of ["allow.pk", "pool.pk"]) await resolver.expects(name, "open", { patient: false });
    for (const name of ["tcp.pk", "late.pk"]) await resolver.expects(name, "blocked", { patient: false });
    const byUdp = await ask(resolver.place.port, "tcp.pk", "A", "+ignore");
    expect(byUdp).toMatchObject({ status: "NOERROR", data: [] });
  },
);

switches(dnsdist, "added behind an action that allows, the list is reached after mvRuleToTop()", async () => {
  const resolver = await Running.start(dnsdist, {
    lines: domains("bet.pk", "allow.pk"),
    amended: () => ({ "dnsdist.conf": (conf) => `addAction("allow.pk.", AllowAction())\n${conf}mvRuleToTop()\n` }),
  });
  await resolver.expects("allow.pk", "blocked", { patient: false });
});

switches(dnsdist, "without the delay it does not start, with 0 it takes a new file too", async () => {
  let noDelay = "";
  const resolver = await Running.start(dnsdist, {
    amended: ({ folder }) => ({
      "dnsdist.conf": (conf) => {
        noDelay = join(folder, "no-delay.conf");
        writeFileSync(noDelay, conf.replace(", 1)", ")"));
        return conf.replace(", 1)", ", 0)");
      },
    }),
  });
  const checked = await run("dnsdist", ["--check-config", "-C", noDelay]);
  expect(checked.output).toContain("requires at least 2 parameter(s)");
  expect(checked.code).not.toBe(0);

  await resolver.publish("bet.pk", "poker.pk");
  await resolver.expects("poker.pk", "blocked");
});

switches(dnsdist, "a file copied over in place kills it, which one renamed does not", async () => {
  const resolver = await Running.start(dnsdist);
  await resolver.publish("bet.pk", "poker.pk");
  await resolver.expects("poker.pk", "blocked");
  // What `cp` does first.
  writeFileSync(resolver.place.file, "");
  const { child } = resolver.program;
  await until("dnsdist to end", async () => {
    await ask(resolver.place.port, "poker.pk");
    return child.exitCode !== null || child.signalCode !== null;
  });
  expect(child.signalCode).toBe("SIGBUS");
});
