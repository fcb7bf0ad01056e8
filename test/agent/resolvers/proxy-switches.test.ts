import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { programsHere } from "../../fixtures/programs.ts";
import { domains } from "../fixture-repository.ts";
import { PRODUCTS } from "./products.ts";
import { Running } from "./running.ts";

const { squid, nginx } = PRODUCTS;
const instant = { patient: false } as const;

test.skipIf(!programsHere(...squid.programs))(
  "Squid: who is allowed before the list is not blocked; an address is, if it leads back to a listed name or is denied itself",
  async () => {
    const proxy = await Running.start(squid, {
      lines: domains("bet.pk", "back.pk"),
      amended: ({ folder }) => ({
        "squid.conf": (conf) => {
          const hosts = join(folder, "hosts");
          writeFileSync(hosts, "192.0.2.1 back.pk\n192.0.2.2 shared.pk\n192.0.2.3 shared.pk\n");
          return `hosts_file ${hosts}
acl localnet src 127.0.0.2/32
http_access allow localnet
acl addresses dst 192.0.2.3
http_access deny addresses
${conf}`;
        },
      }),
    });
    await proxy.expects("bet.pk", "open", { from: "127.0.0.2", ...instant });
    // This client is allowed after the list.
    await proxy.expects("bet.pk", "blocked", { from: "127.0.0.1", ...instant });
    await proxy.expects("192.0.2.1", "blocked", instant);
    await proxy.expects("192.0.2.2", "open", instant);
    await proxy.expects("192.0.2.3", "blocked", instant);
  },
);

test.skipIf(!programsHere(...nginx.programs))(
  "nginx: a server without the `if` is open, a map without `hostnames` knows exact names only, and the request line comes before Host",
  async () => {
    const proxy = await Running.start(nginx, {
      lines: [...domains("bet.pk"), { value: "exact.pk", scope: "host", category: "decency" }],
      amended: ({ file, port }) => ({
        "nginx.conf": (conf) =>
          conf.replace(
            /\}\s*$/,
            `server { listen 127.0.0.2:${port}; location / { return 200; } }
map $host $literal { default 0; include ${file}; }
server { listen 127.0.0.3:${port}; location / { return 200; } if ($literal) { return 451; } }
}
`,
          ),
      }),
    });
    for (const name of ["bet.pk", "exact.pk"]) {
      await proxy.expects(name, "blocked", instant);
      await proxy.expects(name, "open", { at: "127.0.0.2", ...instant });
    }
    await proxy.expects("bet.pk", "open", { at: "127.0.0.3", ...instant });
    await proxy.expects("exact.pk", "blocked", { at: "127.0.0.3", ...instant });
    await proxy.expects("open.pk", "open", { host: "bet.pk", ...instant });
    await proxy.expects("127.0.0.1", "open", instant);
  },
);

/** A connection that the worker of now has taken: it takes them in their order, and answers one that came later. */
async function connected(proxy: Running): Promise<Socket> {
  const socket = connect(proxy.place.port, "127.0.0.1");
  await once(socket, "connect");
  await proxy.expects("poker.pk", "open", instant);
  return socket;
}

test.skipIf(!programsHere(...nginx.programs))(
  "nginx: a connection from before a reload still gets the old list, unless worker_shutdown_timeout ends it",
  async () => {
    const line = "worker_shutdown_timeout 1s;";
    // What else would end a silent connection.
    const silent = (conf: string): string => conf.replace("http {", "http { client_header_timeout 1h;");
    const without = await Running.start(nginx, {
      amended: () => ({ "nginx.conf": (conf) => silent(conf).replace(line, "") }),
    });
    const open = await connected(without);
    let answer = "";
    open.setEncoding("utf8").on("data", (text: string) => {
      answer += text;
    });
    await without.publish("bet.pk", "poker.pk");
    await without.expects("poker.pk", "blocked");
    open.write("GET / HTTP/1.1\r\nHost: poker.pk\r\nConnection: close\r\n\r\n");
    await once(open, "close");
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);

    const limited = await Running.start(nginx, { amended: () => ({ "nginx.conf": silent }) });
    const ended = await connected(limited);
    const closed = once(ended.resume(), "close");
    await limited.publish("bet.pk", "poker.pk");
    await closed;
    await limited.expects("poker.pk", "blocked");
  },
);
