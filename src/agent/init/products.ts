/** What is written for each product; `products/NAME.md` has the product's own side. Users are those of Debian's packages. */
export type Preset = {
  readonly format: string;
  readonly path: string;
  readonly reload?: readonly string[];
  readonly control?: readonly string[];
  /** Undefined: it is no resolver that could be asked. */
  readonly blocked?: string;
  /**
   * The agent runs as the product's user: it may write the file and reload or signal the daemon, and nothing else. Squid's
   * and nginx's first processes are root's, so whoever signals them is root too, without capabilities (`systemd-unit.ts`).
   */
  readonly user: string;
};

export const PRODUCT_NAMES = [
  "bind",
  "unbound",
  "powerdns",
  "knot-resolver",
  "dnsmasq",
  "dnsdist",
  "squid",
  "nginx",
] as const;
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
    control: ["/usr/sbin/unbound-control", "-c", "/etc/unbound/remote-control.conf"],
    blocked: "nxdomain",
    user: "unbound",
  },
  powerdns: {
    format: "rpz",
    path: "/var/lib/hifazat/hifazat.rpz",
    // At a million entries a reload takes longer than the 5 s that rec_control waits by itself.
    reload: ["/bin/sh", "-c", "rec_control --timeout=60 reload-lua-config && rec_control --timeout=60 wipe-cache '$'"],
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
  dnsdist: { format: "cdb", path: "/var/lib/hifazat/hifazat.cdb", blocked: "nxdomain", user: "_dnsdist" },
  squid: {
    format: "squid",
    path: "/etc/squid/hifazat.txt",
    reload: ["/usr/sbin/squid", "-k", "reconfigure"],
    user: "root",
  },
  nginx: {
    format: "nginx",
    path: "/etc/nginx/hifazat.map",
    reload: ["/usr/sbin/nginx", "-s", "reload"],
    user: "root",
  },
};
