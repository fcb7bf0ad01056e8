import { addressTest } from "./address.ts";
import type { Line } from "./line.ts";
import { type FormatReader, lineByLine, type NameOptions, withoutRemark } from "./reader.ts";
import { candidate, ignored, type ReceivedItem, refused } from "./received-item.ts";
import { scopedName } from "./scoped-name.ts";

/** Names that every hosts file has for the machine itself; 0.0.0.0 stands among them in the best known list. */
const OWN_NAMES = new Set([
  "localhost",
  "localhost.localdomain",
  "localhost4",
  "localhost6",
  "local",
  "broadcasthost",
  "ip6-localhost",
  "ip6-loopback",
  "ip6-localnet",
  "ip6-mcastprefix",
  "ip6-allnodes",
  "ip6-allrouters",
  "ip6-allhosts",
  "0.0.0.0",
]);

const SPACE = /\s+/;

/** hosts(5): an address and one or more names. A name on its own counts as a name, as lists in the wild mix both. */
export function openHosts(options: NameOptions = {}): FormatReader {
  const hostsLine = readHostsLine(options);
  return lineByLine((text, line, items) => {
    if (text.startsWith("#")) items.push(ignored(line, "comment"));
    else hostsLine(text, line, items);
  });
}

/** Reads one line that is no comment; the adblock format allows such lines too. */
export function readHostsLine(options: NameOptions): (text: string, line: Line, items: ReceivedItem[]) => void {
  const addressKind = addressTest(options.sinks);
  return (full, line, items) => {
    const text = withoutRemark(full, "#");
    const gap = SPACE.exec(text)?.index;
    if (gap === undefined) {
      items.push(candidate(line, scopedName(text, options.scope)));
      return;
    }
    const kind = addressKind(text.slice(0, gap));
    if (kind === "none") {
      items.push(refused(line, "hosts_malformed"));
      return;
    }
    const names = text.slice(gap + 1).trimStart();
    for (const name of SPACE.test(names) ? names.split(SPACE) : [names]) {
      if (OWN_NAMES.has(name)) items.push(ignored(line, "own_name"));
      else if (kind === "sink") items.push(candidate(line, scopedName(name, options.scope)));
      else items.push(refused(line, "other_address"));
    }
  };
}
