import { ALGORITHM, keyName } from "./keys.ts";

/** What a subscriber's resolver needs to pull the zone. The tests run these texts; README.md explains each line. */
export type Pull = {
  readonly apex: string;
  readonly primary: { readonly address: string; readonly port: number };
  readonly key: { readonly name: string; readonly secret: string };
  /** Folder the resolver may write the zone to, so that it has a list when it starts without us. */
  readonly folder: string;
};

/** `options`: what belongs into BIND's options block; `rest`: what stands beside it. */
export function bindConfiguration({ apex, primary, key, folder }: Pull): { options: string; rest: string } {
  return {
    options: `response-policy { zone "${apex}" min-update-interval 1; } qname-wait-recurse no break-dnssec yes;`,
    rest: `key "${keyName(key.name)}" { algorithm ${ALGORITHM}; secret "${key.secret}"; };
zone "${apex}" {
    type secondary;
    primaries { ${primary.address} port ${primary.port} key "${keyName(key.name)}"; };
    allow-notify { ${primary.address}; };
    allow-query { none; };
    file "${folder}/${apex}.zone";
};
`,
  };
}

/** `lua`: the file that `lua-config-file` names; `conf`: lines of recursor.conf. */
export function powerdnsConfiguration({ apex, primary, key, folder }: Pull): { lua: string; conf: string } {
  return {
    lua: `rpzPrimary("${primary.address}:${primary.port}", "${apex}", {
  tsigname="${keyName(key.name)}", tsigalgo="${ALGORITHM}", tsigsecret="${key.secret}",
  refresh=2, seedFile="${folder}/${apex}.zone", dumpFile="${folder}/${apex}.zone",
  extendedErrorCode=16, extendedErrorExtra="blocked by order"})
`,
    conf: `lua-config-file=${folder}/rpz.lua
extended-resolution-errors=yes
packetcache-ttl=5
`,
  };
}

/** Unbound has no TSIG: the primary knows it by its address, or a server with TLS stands in between. */
export function unboundConfiguration({ apex, primary, folder }: Omit<Pull, "key">): string {
  return `server:
    module-config: "respip validator iterator"
rpz:
    name: "${apex}"
    zonefile: "${folder}/${apex}.zone"
    primary: ${primary.address}@${primary.port}
    allow-notify: ${primary.address}
`;
}
