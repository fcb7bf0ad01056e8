import fc from "fast-check";

/** Pieces that the rules look for, so that random texts reach them. */
const PIECES = [
  ..."#!;/\\?=*.^$|@:%()[]{}<>\"'`,-_~&+ \t\n\r\0",
  ..."。．｡۔؟،“”‘’«»",
  "\u00ad\u200b\u200c\u200d\u200e\u2066\u2069\ufeff\ufffd",
  "\ud800",
  "\udfff",
  "http://",
  "https://",
  "hxxp://",
  "h**p",
  "[.]",
  "(dot)",
  "[:]",
  "[://]",
  "||",
  "@@",
  "##",
  "//",
  "..",
  "%2e",
  "%2F",
  "%25",
  "%zz",
  "%ff",
  "xn--",
  "xn--mgbt0xve8g",
  "rpz-ip",
  "server=/",
  "address=/",
  "0.0.0.0 ",
  "127.0.0.1\t",
  "::1",
  "0x7f",
  "1.2.3.4",
  " CNAME .",
  " # why",
  "*.",
  "=",
  "www",
  "example",
  "com",
  "pk",
  "کراچی",
  "كراچي",
  "پاکستان",
  "faß",
  ":8080",
  ":80",
  "?q=1",
  "#top",
  "/a",
  "/*",
  "user@",
];

const label = fc.oneof(
  fc.stringMatching(/^[a-z0-9_-]{1,8}$/),
  fc.constantFrom("www", "a", "example", "xn--a", "XN--MGBT0XVE8G", "کراچی", "كراچي", "faß", "ｅｘ", "0", "3com"),
);
const lastLabel = fc.constantFrom("com", "pk", "COM", "con", "پاکستان", "io", "uk");
const path = fc
  .array(fc.constantFrom("/", "/a", "/b", "/..", "/.", "/%61", "/%2F", "/کی", "/a b", "/%", "/(x)", "//", "/c.html"), {
    maxLength: 5,
  })
  .map((parts) => parts.join(""));
const query = fc.constantFrom("", "", "", "?", "?q", "?q=%41&r=%26", "?a?b/c", "#top", "?q#top");

/** Names and URLs as they stand in lists, most of them accepted. */
export const address = fc
  .record({
    before: fc.constantFrom("", "", "", "http://", "https://", "HXXP://", "=", "*.", ".", "||"),
    labels: fc.array(label, { minLength: 0, maxLength: 4 }),
    last: lastLabel,
    port: fc.constantFrom("", "", "", ":80", ":443", ":8080", ".", "^"),
    path,
    query,
  })
  .map(
    ({ before, labels, last, port, path, query }) => `${before}${[...labels, last].join(".")}${port}${path}${query}`,
  );

/** Anything at all: binary, broken Unicode, and the rules' own marks in any order. */
export const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 }).map((codes) => String.fromCharCode(...codes)),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join("")),
  address,
);
