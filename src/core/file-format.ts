/** The formats that lists of names and addresses come in (src/intake/formats). */
export const FILE_FORMATS = ["plain", "hosts", "adblock", "dnsmasq", "rpz", "csv", "jsonl"] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];
