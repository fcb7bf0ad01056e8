import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { HifazatError } from "../../../src/core/errors.ts";
import { FILE_FORMATS as FORMATS, type FileFormat as Format } from "../../../src/core/file-format.ts";
import { importFile } from "../../../src/intake/import-file.ts";
import { approve } from "../../../src/review/approve.ts";
import { submit } from "../../../src/review/submit.ts";
import type { Db } from "../../../src/storage/database.ts";
import { NOW, terms } from "../../fixtures/orders.ts";

const LONG = "a".repeat(63);

/** What switched real resolvers off when it stood in their files (DNS.md 2.5), and what else might. */
const HOSTILE: readonly string[] = [
  `${"b".repeat(64)}.hostile.example`,
  `${LONG}.${LONG}.${LONG}.${"b".repeat(53)}.example`,
  `${LONG}.${LONG}.${LONG}.${"c".repeat(41)}.example`,
  `${LONG}.${LONG}.${LONG}.${"d".repeat(40)}.example`,
  "a..hostile.example",
  ".leading-dot.example",
  "..",
  ".",
  "*",
  "*.",
  "*.*.stars.example",
  "wild.*.hostile.example",
  "two words.hostile.example",
  "tab\tbed.hostile.example",
  "semi;colon.hostile.example",
  "paren(thesis.hostile.example",
  "dol$lar.hostile.example",
  "$INCLUDE /etc/passwd",
  "$ORIGIN origin.example.",
  'quo"te.hostile.example',
  "apo'strophe.hostile.example",
  "back\\slash.hostile.example",
  "back\\046slash.hostile.example",
  "at@userinfo.example",
  "@",
  "comma,comma.hostile.example",
  "hash#hash.hostile.example",
  "slash/slash.hostile.example",
  "colon:80.hostile.example",
  "brace{brace}.hostile.example",
  "nul\u0000nul.hostile.example",
  "bell\u0007.hostile.example",
  "line\u2028line.hostile.example",
  "soft\u00adhyphen.hostile.example",
  "\ufeffmark.hostile.example",
  "\u202eoverride.hostile.example",
  "کراچی.hostile.example",
  "xn--80ak6aa92e.hostile.example",
  "xn--0.hostile.example",
  "xn--a.hostile.example",
  "_underscore.hostile.example",
  "-hyphen.hostile.example",
  "hyphen-.hostile.example",
  "UPPER.hostile.example",
  "upper.hostile.example",
  "upper.hostile.example.",
  "=upper.hostile.example",
  "=exact.hostile.example",
  "parent.hostile.example",
  "child.parent.hostile.example",
  "deep.child.parent.hostile.example",
  "=child.parent.hostile.example",
  "page.hostile.example/path",
  "page.hostile.example/%00?q=\"';$(",
  "1.2.3.4",
  "2001:db8::1",
  "32.1.2.0.192.rpz-ip",
  "32.1.2.0.192.rpz-ip.rpz.hifazat",
  "drop.rpz-nsdname",
  "hostile.example.rpz.hifazat",
  "rpz.hifazat",
  "hifazat-sentinel.example",
  "www.hifazat-sentinel.example",
  "localhost",
  "com",
  "com.pk",
  "default",
  "hostnames",
  "include /etc/passwd;",
  "~^.*$",
  "good.hostile.example CNAME rpz-passthru.",
  "good.hostile.example A 192.0.2.1",
  "evil.example 1; } server { return 200",
  "<script>.hostile.example",
  "a".repeat(10_000),
];

const WRAPPED: Readonly<Record<Format, (text: string) => string>> = {
  plain: (text) => text,
  hosts: (text) => `0.0.0.0 ${text}`,
  adblock: (text) => `||${text}^`,
  dnsmasq: (text) => `address=/${text}/`,
  rpz: (text) => `${text} CNAME .`,
  csv: (text) => `"${text.replaceAll('"', '""')}",x`,
  jsonl: (text) => JSON.stringify({ url: text }),
};
const HEAD: Partial<Record<Format, string>> = { csv: "url,note\n", rpz: "$TTL 60\n@ SOA a. b. 1 2 3 4 5\n@ NS a.\n" };
const ENDS = ["\n", "\r\n"];

/**
 * Takes every hostile line in every format and with both line ends through the real import, with no guard in the way, and
 * has all of it approved. Returns how many items of each kind that made.
 */
export async function importHostile(db: Db, folder: string): Promise<{ entries: number; refused: number }> {
  let entries = 0;
  let refused = 0;
  for (const format of FORMATS)
    for (const end of ENDS) {
      const number = `PTA/hostile/${format}/${end.length}`;
      const path = join(folder, number.replaceAll("/", "-"));
      // The last line is cut off in the middle of a name.
      const body = `${HOSTILE.map(WRAPPED[format]).join(end)}${end}${WRAPPED[format]("cut.off.hostile.exam")}`;
      writeFileSync(path, (HEAD[format] ?? "") + body);
      try {
        const request = { path, terms: terms({ number }), author: "clerk", declared: { format } };
        const { order } = await importFile(db, request, { guard: () => ({ kind: "pass" }), now: () => NOW });
        refused += order.counts.refused;
        submit(db, `o${order.id}`, "Officer A", NOW);
        const held = order.counts.held === 0 ? ({ kind: "none" } as const) : ({ kind: "all" } as const);
        const senior = order.counts.held === 0 ? null : "Senior C";
        const approval = { digest: order.digest, reasons: "as ordered", senior, held };
        entries += approve(db, `o${order.id}`, approval, "Officer B", NOW).entries;
      } catch (error) {
        // A file that is refused whole adds nothing.
        if (!(error instanceof HifazatError) || !error.code.startsWith("file_")) throw error;
        refused += HOSTILE.length;
      }
    }
  return { entries, refused };
}
