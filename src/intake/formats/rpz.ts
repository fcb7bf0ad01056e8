import { sinkTest } from "./address.ts";
import type { Line } from "./line.ts";
import { type FormatReader, lineByLine, type NameOptions } from "./reader.ts";
import { candidate, ignored, type LineRefusal, type ReceivedItem, refused } from "./received-item.ts";
import { scopedName } from "./scoped-name.ts";
import { parenthesesOpened, withoutZoneComment, zoneRecord } from "./zone-record.ts";

const USUAL = /^([\w*.-]*[\w-])\s+(?:IN\s+)?CNAME\s+\.$/i;
const TRIGGERS = /(?:^|\.)rpz-(?:ip|client-ip|nsip|nsdname)$/i;
const META = new Set(["SOA", "NS", "DNSKEY", "RRSIG", "NSEC", "NSEC3", "NSEC3PARAM", "ZONEMD"]);
const RECORDS = new Set(["CNAME", "DNAME", "A", "AAAA", "TXT", "MX", "PTR", "SRV"]);
const ADDRESSES = new Set(["A", "AAAA"]);

/**
 * A response policy zone (draft-vixie-dnsop-dns-rpz): QNAME triggers with the action NXDOMAIN, NODATA or DROP, or with an
 * answer that is declared a sink. `name` and `*.name` are the usual pair and name one target twice.
 */
export function openRpz(options: NameOptions & { readonly zone?: string } = {}): FormatReader {
  const isSink = sinkTest(options.sinks);
  const zone: Zone = { apex: bare(options.zone), origin: bare(options.zone), owner: undefined, open: 0 };
  return lineByLine((text, line, items) => {
    // Only a name relative to the apex is the trigger itself; below another $ORIGIN it has to be put together.
    const usual =
      zone.open === 0 && zone.origin === zone.apex && text === line.text ? USUAL.exec(text)?.[1] : undefined;
    if (usual !== undefined && !TRIGGERS.test(usual)) {
      zone.owner = usual;
      items.push(candidate(line, scopedName(usual, options.scope)));
    } else {
      items.push(readZoneLine(line, zone, isSink, options.scope));
    }
  });
}

/** `origin` is what relative names stand under; "" is the root, undefined means that the file has not said it. */
type Zone = { apex: string | undefined; origin: string | undefined; owner: string | undefined; open: number };

function readZoneLine(
  line: Line,
  zone: Zone,
  isSink: (field: string) => boolean,
  scope: NameOptions["scope"],
): ReceivedItem {
  const text = withoutZoneComment(line.text);
  const record = text.startsWith("$") ? undefined : zoneRecord(text);
  // A parenthesis that nothing closes must not swallow the rules after it: a whole record ends it.
  const continues = zone.open > 0 && !(record?.owner !== undefined && RECORDS.has(record.type));
  zone.open = Math.max(0, (continues ? zone.open : 0) + parenthesesOpened(text));
  if (continues) return ignored(line, "continuation");
  if (text.trim() === "") return ignored(line, "comment");
  if (text.startsWith("$")) return directive(line, text, zone);

  const owner = record?.owner ?? zone.owner;
  if (record === undefined || owner === undefined) return refused(line, "rpz_malformed");
  zone.owner = owner;
  if (record.type === "SOA") {
    zone.apex = bare(fullName(owner, zone)) ?? zone.apex;
    // Relative names are read the short way from here on.
    zone.origin ??= zone.apex;
  }
  if (META.has(record.type)) return ignored(line, "zone_record");

  const trigger = triggerOf(owner, zone);
  if (trigger === undefined) return refused(line, "rpz_outside_zone");
  if (trigger === "") return ignored(line, "zone_record");
  if (TRIGGERS.test(trigger)) return refused(line, "rpz_trigger");
  const code = refusalOf(record.type, record.data, trigger, isSink);
  return code === undefined ? candidate(line, scopedName(trigger, scope)) : refused(line, code);
}

function directive(line: Line, text: string, zone: Zone): ReceivedItem {
  const [name, value] = text.trim().split(/\s+/);
  if (name?.toUpperCase() === "$ORIGIN" && value?.endsWith(".")) {
    zone.origin = bare(value);
    // Until a SOA says otherwise. Under the root, where a dump begins, no name is inside a zone then.
    zone.apex ??= zone.origin;
    return ignored(line, "zone_record");
  }
  return name?.toUpperCase() === "$TTL" ? ignored(line, "zone_record") : refused(line, "rpz_malformed");
}

/** The name a record is about, without the zone; "" for the apex, undefined when it lies outside the zone. */
function triggerOf(owner: string, zone: Zone): string | undefined {
  if (zone.origin === undefined && !owner.endsWith(".")) return owner === "@" ? "" : owner;
  const name = fullName(owner, zone);
  if (name === undefined || zone.apex === undefined) return undefined;
  if (name.toLowerCase() === zone.apex) return "";
  return name.toLowerCase().endsWith(`.${zone.apex}`) ? name.slice(0, -zone.apex.length - 1) : undefined;
}

function fullName(owner: string, zone: Zone): string | undefined {
  if (owner === "@") return zone.origin;
  if (owner.endsWith(".")) return bare(owner);
  if (zone.origin === undefined) return undefined;
  return zone.origin === "" ? owner : `${owner}.${zone.origin}`;
}

function refusalOf(
  type: string,
  data: string,
  trigger: string,
  isSink: (field: string) => boolean,
): LineRefusal | undefined {
  const answer = data.toLowerCase();
  if (ADDRESSES.has(type)) return isSink(answer) ? undefined : "other_address";
  if (type !== "CNAME") return "rpz_local_data";
  if (answer === "." || answer === "*." || answer === "rpz-drop.") return undefined;
  // The first drafts wrote "pass" as a CNAME to the name itself.
  const itself = trigger.toLowerCase().replace(/^\*\./, "");
  if (/^rpz-(?:passthru|tcp-only)\.?$/.test(answer) || answer === `${itself}.`) return "rpz_passthru";
  return isSink(answer) || isSink(answer.replace(/\.$/, "")) ? undefined : "rpz_local_data";
}

function bare(name: string | undefined): string | undefined {
  return name?.toLowerCase().replace(/\.$/, "");
}
