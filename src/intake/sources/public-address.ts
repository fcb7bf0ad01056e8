import { type LookupAddress, lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { HifazatError } from "../../core/errors.ts";

/** IPv4 addresses that are not public: IANA's special-purpose registry, multicast and what is reserved. */
const NOT_PUBLIC_4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];
/** Of the IPv6 space only global unicast is public, and of that not these: Teredo and its like, documentation, 6to4. */
const GLOBAL_6 = ["2000::", 3] as const;
const NOT_PUBLIC_6: readonly (readonly [string, number])[] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];

const notPublic = new BlockList();
for (const [net, prefix] of NOT_PUBLIC_4) notPublic.addSubnet(net, prefix, "ipv4");
for (const [net, prefix] of NOT_PUBLIC_6) notPublic.addSubnet(net, prefix, "ipv6");
const global6 = new BlockList();
global6.addSubnet(...GLOBAL_6, "ipv6");
const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Whether an address is one of the public internet. Embedded IPv4 addresses (`::ffff:…`, `64:ff9b::…`) are not. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !notPublic.check(address, "ipv4");
    case 6:
      return global6.check(address, "ipv6") && !notPublic.check(address, "ipv6");
    default:
      return false;
  }
}

const isLoopbackAddress = (address: string): boolean =>
  isIP(address) !== 0 && loopback.check(address, isIP(address) === 4 ? "ipv4" : "ipv6");

/** Every address of a name, as the system resolves it. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

export const resolveName: Resolve = (hostname) =>
  new Promise((done, failed) => {
    lookup(hostname, { all: true }, (error, addresses) => (error === null ? done(addresses) : failed(error)));
  });

/**
 * Resolves a name for the connection that is being made, so that the address which is judged is the one that is connected
 * to, however the name resolves the next time. One address that is not public refuses the name: `source_address`.
 * `onLoopback`: this machine's own addresses instead, for tests.
 */
export function lookupPublic(resolve: Resolve, onLoopback: boolean): LookupFunction {
  const allowed = onLoopback ? isLoopbackAddress : isPublicAddress;
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (found) => {
        const [first] = found;
        if (first === undefined || !found.every(({ address }) => allowed(address)))
          callback(new HifazatError("source_address", "The host has an address that is not public."), "");
        else if (options.all) callback(null, [...found]);
        else callback(null, first.address, first.family);
      },
      (error) => callback(error, ""),
    );
  };
}
