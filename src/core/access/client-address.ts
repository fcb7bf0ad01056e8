/**
 * What an address counts as for limits: an IPv4 address itself, an IPv6 address its /64, because one caller has as many
 * addresses in there as it likes. Anything else counts as one caller.
 */
export function addressGroup(address: string): string {
  const text = address.split("%", 1)[0]?.toLowerCase() ?? "";
  const mapped = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})$/.exec(text);
  if (mapped?.[1] !== undefined) return mapped[1];
  if (!/^[0-9a-f:]+$/.test(text) || !text.includes(":")) return "unknown";
  const [head = "", tail] = text.split("::");
  const start = groups(head);
  const end = groups(tail ?? "");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - start.length - end.length);
  const all = [...start, ...new Array<number>(zeros).fill(0), ...end];
  return `${all
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(":")}::/64`;
}

const groups = (text: string): number[] =>
  text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16) & 0xffff);
