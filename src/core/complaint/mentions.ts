import { HifazatError } from "../errors.ts";

/**
 * Whether a free text says one of these addresses (as written, or a host of theirs), however it is spelt to keep it from
 * becoming a link. What an officer types as a reason goes into the audit log, where a sealed address must not stand.
 */
export function mentionsAddress(text: string, addresses: readonly string[]): boolean {
  const plain = squeeze(text);
  return addresses.map(squeeze).some((address) => address !== "" && plain.includes(address));
}

/** Without what people put between the parts of an address: `hxxps://a[.]example`, `a (dot) example`, `a . example`. */
function squeeze(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[[({<]?\s*\bdot\b\s*[\])}>]?/g, ".")
    .replace(/\bhxxp/g, "http")
    .replace(/^https?:\/\/(?:www\.)?/, "")
    .replace(/[[\](){}<>\s\u200b-\u200f\u2060]/g, "")
    .replace(/[\u06d4\u3002\uff0e]/g, ".")
    .replace(/[/.]+$/, "");
}

/** Two labels with a dot between them, the last one of letters: `a.example`, `a[.]example`, `a (dot) example`, `xn--….xn--…`. */
const NAME = /[\p{L}\p{N}](?:\.|\s*[[({<]\s*(?:\.|dot)\s*[\])}>]\s*|\s+dot\s+)(?:xn--|\p{L}{2})/iu;

/**
 * For what goes into the audit log about a sealed list, of which nobody can compare every name: no address at all may stand
 * there. Throws `names_sealed_address`.
 */
export function refuseAnyAddress(reasons: string): void {
  if (NAME.test(reasons.normalize("NFKC").replace(/[\u06d4\u3002\uff0e]/g, ".")))
    throw new HifazatError(
      "names_sealed_address",
      "The reasons seem to name an address: leave it out. A full stop has a space after it.",
    );
}
