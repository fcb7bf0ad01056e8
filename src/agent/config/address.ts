/** `127.0.0.1:53` or `[::1]:53` in its parts; `port` is undefined when there is none that is one. */
export function splitAddress(text: string): { host: string; port: number | undefined } {
  const [, v6, v4, digits] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const port = Number(digits ?? Number.NaN);
  return { host: v6 ?? v4 ?? "", port: port <= 65_535 ? port : undefined };
}
