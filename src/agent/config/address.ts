import { isIPv6 } from "node:net";

/** `127.0.0.1:53` or `[::1]:53` in its parts; `port` is undefined when there is none that is one. */
export function splitAddress(text: string): { host: string; port: number | undefined } {
  const [, v6, v4, digits] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const port = Number(digits ?? Number.NaN);
  return { host: v6 ?? v4 ?? "", port: port <= 65_535 ? port : undefined };
}

/** As resolvers' answers are written (RFC 5952): 2001:DB8:0::80 would never be equal to one. */
export const canonicalAnswer = (answer: string): string =>
  isIPv6(answer) ? new URL(`http://[${answer}]/`).hostname.slice(1, -1) : answer;
