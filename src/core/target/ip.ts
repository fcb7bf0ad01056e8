/** Reads a number of an IPv4 address as a browser does: decimal, octal `017`, hexadecimal `0x7f`, and `0x` as zero. */
function ipv4Number(label: string): number {
  if (/^0x[0-9a-f]*$/i.test(label)) return label.length === 2 ? 0 : Number(label);
  if (/^0[0-7]+$/.test(label)) return Number.parseInt(label, 8);
  return /^(?:0|[1-9][0-9]*)$/.test(label) ? Number(label) : Number.NaN;
}

/** WHATWG URL, "ends in a number checker": such a name is an IPv4 address or nothing. The text has no trailing dot. */
export function endsInNumber(name: string): boolean {
  return /(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$/i.test(name);
}

/** WHATWG URL, "IPv4 parser", without its value: `127.1`, `0x7f.1` and `2130706433` are all 127.0.0.1. */
export function isIpv4(text: string): boolean {
  const numbers = text.split(".").map(ipv4Number);
  const last = numbers.pop();
  if (last === undefined || numbers.length > 3) return false;
  return numbers.every((number) => number <= 255) && last < 256 ** (4 - numbers.length);
}

/** WHATWG URL, "IPv6 parser", without its value. A zone (`fe80::1%eth0`) is taken as well, because lists have it. */
export function isIpv6(text: string): boolean {
  const colon = text.indexOf(":");
  if (colon < 0 || !text.includes(":", colon + 1)) return false;
  const zone = text.indexOf("%");
  let address = (zone > 0 ? text.slice(0, zone) : text).toLowerCase();
  const dotted = /^(.*:)(\d{1,3}(?:\.\d{1,3}){3})$/.exec(address);
  if (dotted?.[1] !== undefined && dotted[2] !== undefined) {
    if (!dotted[2].split(".").every((part) => /^(?:0|[1-9][0-9]*)$/.test(part) && Number(part) <= 255)) return false;
    address = `${dotted[1]}0:0`;
  }
  const halves = address.split("::");
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return false;
  return halves.length === 2 ? groups.length < 8 : groups.length === 8;
}

/** `10.0.0.0/8`, `10/8`, `2001:db8::/32`. */
export function isCidr(text: string): boolean {
  const slash = text.lastIndexOf("/");
  const size = text.slice(slash + 1);
  if (slash < 1 || !/^[0-9]{1,3}$/.test(size)) return false;
  const address = text.slice(0, slash);
  return (Number(size) <= 32 && isIpv4(address)) || (Number(size) <= 128 && isIpv6(address));
}

/** The addresses a block list points a name at; a line with another address sends the name somewhere (`SafeSearch`). */
export function isSinkAddress(text: string): boolean {
  if (text === "0" || text === "0.0.0.0" || text === "255.255.255.255") return true;
  if (/^127(?:\.\d{1,3}){3}$/.test(text)) return isIpv4(text);
  return /^[0:]*:[0:]*1?$/.test(text) && isIpv6(text);
}
