/** What is written for each product; README 9 has the product's own side. Users are those of Debian's packages. */
export type Preset = {
  readonly format: string;
  readonly path: string;
  readonly reload?: readonly string[];
  readonly control?: readonly string[];
  /** Undefined: the product's own rules decide, so `--blocked` has to say. */
  readonly blocked?: string;
  /** The agent runs as the product's user: it may write the file and reload or signal the daemon, and nothing else. */
  readonly user: string;
};

export const PRODUCT_NAMES = ["bind", "unbound", "powerdns", "knot-resolver", "dnsmasq", "dnsdist"] as const;
export type ProductName = (typeof PRODUCT_NAMES)[number];

export const PRESETS: Readonly<Record<ProductName, Preset>> = {
  bind: {
    format: "rpz",
    path: "/var/lib/bind/hifazat.rpz",
    reload: ["/usr/sbin/rndc", "reload", "rpz.hifazat"],
    blocked: "nxdomain",
    user: "bind",
  },
  unbound: {
    format: "unbound",
    path: "/var/lib/unbound/hifazat.conf",
    control: ["/usr/sbin/unbound-control"],
    blocked: "nxdomain",
    user: "unbound",
  },
  powerdns: {
    format: "rpz",
    path: "/var/lib/hifazat/hifazat.rpz",
    reload: ["/bin/sh", "-c", "rec_control reload-lua-config && rec_control wipe-cache '$'"],
    blocked: "nxdomain",
    user: "pdns",
  },
  "knot-resolver": {
    format: "rpz",
    path: "/var/lib/knot-resolver/hifazat.rpz",
    blocked: "nxdomain",
    user: "knot-resolver",
  },
  dnsmasq: {
    format: "dnsmasq",
    path: "/var/lib/hifazat/dnsmasq.servers",
    reload: ["/bin/sh", "-c", "kill -HUP $(cat /run/dnsmasq/dnsmasq.pid)"],
    blocked: "nxdomain",
    user: "dnsmasq",
  },
  dnsdist: { format: "cdb", path: "/var/lib/hifazat/hifazat.cdb", user: "_dnsdist" },
};
