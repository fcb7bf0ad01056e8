import { ALGORITHM, keyName } from "./keys.ts";
import { recentApex } from "./zone.ts";

/** What a subscriber's resolver needs to pull the zone. The tests run these texts; README.md explains each line. */
export type Pull = {
  readonly apex: string;
  readonly primary: { readonly address: string; readonly port: number };
  readonly key: { readonly name: string; readonly secret: string };
  /** Folder of the zone's file, so that the resolver has a list when it starts without us. All but Unbound write it. */
  readonly folder: string;
  /** Folder of the resolver's configuration. */
  readonly etc: string;
};

/**
 * `options`: what belongs into BIND's options block; `rest`: what stands beside it. Two zones: BIND goes through the whole
 * of a policy zone before it knows a new name in it, which takes seconds with a million; the recent one it knows at once.
 */
export function bindConfiguration({ apex, primary, key, folder }: Pull): { options: string; rest: string } {
  const zones = [recentApex(apex), apex];
  const policy = zones.map((zone) => `zone "${zone}" min-update-interval 1;`).join(" ");
  const secondary = (zone: string): string => `zone "${zone}" {
    type secondary;
    primaries { ${primary.address} port ${primary.port} key "${keyName(key.name)}"; };
    allow-notify { ${primary.address}; };
    allow-query { none; };
    min-refresh-time 1; min-retry-time 1;
    file "${folder}/${zone}.zone";
};
`;
  return {
    options: `response-policy { ${policy} } qname-wait-recurse no break-dnssec yes;`,
    rest: `key "${keyName(key.name)}" { algorithm ${ALGORITHM}; secret "${key.secret}"; };
${zones.map(secondary).join("")}`,
  };
}

/**
 * `lua`: the file that `lua-config-file` names; `conf`: lines of recursor.conf. Two zones: PowerDNS copies the whole of a
 * policy zone to change it, which takes seconds with a million names.
 */
export function powerdnsConfiguration({ apex, primary, key, folder, etc }: Pull): { lua: string; conf: string } {
  const policy = (zone: string): string => `rpzPrimary("${primary.address}:${primary.port}", "${zone}", {
  tsigname="${keyName(key.name)}", tsigalgo="${ALGORITHM}", tsigsecret="${key.secret}",
  refresh=1, seedFile="${folder}/${zone}.zone", dumpFile="${folder}/${zone}.zone",
  extendedErrorCode=16, extendedErrorExtra="blocked by order"})
`;
  return {
    lua: [recentApex(apex), apex].map(policy).join(""),
    conf: `lua-config-file=${etc}/rpz.lua
extended-resolution-errors=yes
packetcache-ttl=1
`,
  };
}

/** By what a server with TLS is known: the name in its certificate, and the file with who may have signed that. */
export type TlsProof = { readonly name: string; readonly authorities: string };

/**
 * Unbound has no TSIG: the primary knows it by its address, or a server with TLS stands in between. Two zones: Unbound takes
 * up either at once, and the recent one is the first to be fed. Only the whole one has a file to start with.
 */
export function unboundConfiguration({ apex, primary, folder }: Omit<Pull, "key" | "etc">, tls?: TlsProof): string {
  const source = `    primary: ${primary.address}@${primary.port}${tls === undefined ? "" : `#${tls.name}`}
    allow-notify: ${primary.address}
`;
  return `server:
    module-config: "respip validator iterator"
${tls === undefined ? "" : `    tls-cert-bundle: "${tls.authorities}"\n`}rpz:
    name: "${recentApex(apex)}"
${source}rpz:
    name: "${apex}"
    zonefile: "${folder}/${apex}.zone"
${source}`;
}

/**
 * What makes Unbound's file, by a timer, as root: Unbound itself must not be able to write into its folder. It would write
 * the whole zone at every release, and answer nobody for seconds meanwhile.
 */
export function keptZoneScript({ apex, primary, folder }: Omit<Pull, "key" | "etc">, tls?: TlsProof): string {
  const how = tls === undefined ? "" : ` +tls-ca=${tls.authorities} +tls-hostname=${tls.name}`;
  return `set -e
cd ${folder}
kdig @${primary.address} -p ${primary.port}${how} ${apex} AXFR > ${apex}.zone.new
# A transfer ends as it began, with the SOA: one that was cut short does not.
grep -v '^;' ${apex}.zone.new | grep . | tail -n 1 | grep -q SOA
mv ${apex}.zone.new ${apex}.zone
`;
}

/**
 * NSD between the primary and Unbound: it takes the zones with a key and gives them on by TLS. UDP is on the port of TLS as
 * well, because Unbound asks for the SOA there; the other port is for the primary's NOTIFY, which comes by plain TCP.
 */
export function nsdConfiguration(
  { apex, primary, key, folder, etc }: Pull,
  listen: { readonly address: string; readonly tlsPort: number; readonly plainPort: number },
  /** Unbound's address, and the port it answers on. */
  subscriber: { readonly address: string; readonly port: number },
): string {
  const secondary = (zone: string): string => `zone:
    name: "${zone}"
    zonefile: "${folder}/${zone}.zone"
    request-xfr: ${primary.address}@${primary.port} ${keyName(key.name)}
    allow-notify: ${primary.address} ${keyName(key.name)}
    provide-xfr: ${subscriber.address} NOKEY
    notify: ${subscriber.address}@${subscriber.port} NOKEY
    store-ixfr: yes
`;
  return `server:
    ip-address: ${listen.address}@${listen.tlsPort}
    ip-address: ${listen.address}@${listen.plainPort}
    tls-port: ${listen.tlsPort}
    tls-service-key: "${etc}/key.pem"
    tls-service-pem: "${etc}/certificate.pem"
key:
    name: "${keyName(key.name)}"
    algorithm: ${ALGORITHM}
    secret: "${key.secret}"
${[recentApex(apex), apex].map(secondary).join("")}`;
}
