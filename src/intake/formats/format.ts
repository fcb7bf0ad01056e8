import type { FileFormat } from "../../core/file-format.ts";
import { openAdblock } from "./adblock.ts";
import { type CsvOptions, openCsv } from "./csv.ts";
import { openDnsmasq } from "./dnsmasq.ts";
import { openHosts } from "./hosts.ts";
import { type JsonlOptions, openJsonl } from "./jsonl.ts";
import { openPlain } from "./plain.ts";
import type { FormatReader, NameOptions } from "./reader.ts";
import { openRpz } from "./rpz.ts";

/** What a source declares besides its format. What another format would need is left alone. */
export type FormatOptions = NameOptions & {
  readonly csv?: Omit<CsvOptions, keyof NameOptions>;
  readonly jsonl?: Omit<JsonlOptions, keyof NameOptions>;
  readonly rpz?: { readonly zone?: string };
};

export function openFormat(format: FileFormat, { csv, jsonl, rpz, ...names }: FormatOptions = {}): FormatReader {
  switch (format) {
    case "plain":
      return openPlain(names);
    case "hosts":
      return openHosts(names);
    case "adblock":
      return openAdblock(names);
    case "dnsmasq":
      return openDnsmasq(names);
    case "rpz":
      return openRpz({ ...names, ...rpz });
    case "csv":
      return openCsv({ ...names, ...csv });
    case "jsonl":
      return openJsonl({ ...names, ...jsonl });
  }
}
