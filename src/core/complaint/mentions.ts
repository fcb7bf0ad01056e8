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
