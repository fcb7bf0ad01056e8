/**
 * Paths and queries in one spelling (RFC 3986, 6.2.2): a character that may stand bare stands bare, every other byte is
 * `%XX` in upper case. A delimiter and its escaped form stay two things (`/` and `%2F`, `;` and `%3B`), because servers
 * treat them as two. One pass: `%2561` stays `%2561`.
 */
type Spelling = { readonly bare: ReadonlySet<number>; readonly decoded: ReadonlySet<number>; readonly clean: RegExp };

const UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
const codes = (characters: string): ReadonlySet<number> => new Set(Array.from(characters, (c) => c.charCodeAt(0)));

const PATH: Spelling = {
  bare: codes(`${UNRESERVED}!$&'()*+,=:@/;`),
  decoded: codes(`${UNRESERVED}!$&'()*+,=:@`),
  clean: /^[A-Za-z0-9\-._~!$&'()*+,=:@/;]*$/,
};

/** In a query `&`, `=`, `+` and `;` divide, so their escaped forms are data; browsers escape the apostrophe. */
const QUERY: Spelling = {
  bare: codes(`${UNRESERVED}!$()*,:@/?&=+;`),
  decoded: codes(`${UNRESERVED}!$()*,:@/?`),
  clean: /^[A-Za-z0-9\-._~!$()*,:@/?&=+;]*$/,
};

const PERCENT = 37;
const HEX = Array.from({ length: 256 }, (_, byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`);
const utf8 = new TextEncoder();

/** The path of a URL, beginning with `/`. Backslashes are slashes and dot segments are resolved, as browsers do. */
export function canonicalPath(raw: string): string {
  const spelled = spell(raw.includes("\\") ? raw.replaceAll("\\", "/") : raw, PATH);
  return spelled.includes("/.") ? withoutDotSegments(spelled) : spelled;
}

/** The query of a URL without its `?`. */
export function canonicalQuery(raw: string): string {
  return spell(raw, QUERY);
}

function spell(raw: string, spelling: Spelling): string {
  if (spelling.clean.test(raw)) return raw;
  // UTF-8 as in the URL standard: a lone surrogate becomes U+FFFD.
  const bytes = utf8.encode(raw);
  let out = "";
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    const escaped = byte === PERCENT ? escapedByte(bytes, index) : undefined;
    if (escaped !== undefined) {
      out += spelling.decoded.has(escaped) ? String.fromCharCode(escaped) : HEX[escaped];
      index += 2;
    } else {
      out += spelling.bare.has(byte) ? String.fromCharCode(byte) : HEX[byte];
    }
  }
  return out;
}

function escapedByte(bytes: Uint8Array, index: number): number | undefined {
  const high = hexDigit(bytes[index + 1]);
  const low = hexDigit(bytes[index + 2]);
  return high === undefined || low === undefined ? undefined : high * 16 + low;
}

function hexDigit(code: number | undefined): number | undefined {
  if (code === undefined) return undefined;
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : undefined;
}

/** WHATWG URL, path state: empty segments stay, `..` above the root is the root. Escaped dots are bare by now. */
function withoutDotSegments(path: string): string {
  const segments = path.slice(1).split("/");
  const kept: string[] = [];
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1;
    if (segment === "..") kept.pop();
    else if (segment !== ".") kept.push(segment);
    if (isLast && (segment === "." || segment === "..")) kept.push("");
  }
  return `/${kept.join("/")}`;
}
