/**
 * Every place where the canonicaliser does not do what the vectors of web-platform-tests and the public suffix list
 * expect, and why. The tests fail when this is not exactly what is observed, in either direction.
 */
export type HostDeviation = {
  /** What happens instead: the name is accepted (in another form), or it is refused with this code. */
  readonly instead: string;
  readonly reason: string;
  /** What the vectors expect, see `deviationKey`; several inputs can share one. */
  readonly expected: readonly string[];
};

/** The expected name, shortened when it is long; the code points of the input when a failure is expected. */
export function deviationKey(input: string, output: string | null): string {
  if (output === null) return Array.from(input, (c) => `U+${c.codePointAt(0)?.toString(16).toUpperCase()}`).join("_");
  return output.length <= 60 ? output || "(nothing)" : `${output.slice(0, 24)}…${output.slice(-12)}(${output.length})`;
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** toascii.json and IdnaTestV2.json, against `readHost`. */
export const HOST_DEVIATIONS: readonly HostDeviation[] = [
  {
    instead: "accepted",
    reason: "A trailing dot says that the name is complete; it goes, as DESIGN 3 says.",
    expected: words(`
      -. -.. 123456789012345678901234…1234567890b.(254) a.-b. a.b.c.d. xn----1fa1788k. xn----7i12hu122k9ire.
      xn----991iq40y. xn----b5h1837n2ok9f.xn----mkm. xn----n50a258u.xn---1-up07j. xn--0on3543c5981i. xn--0ug..
      xn--0ugb3358ili2v.xn--772h. xn--1-5bt6845n. xn--1ch. xn--1ug6928ac48e.i. xn--2-2zf840fk16m.xn--sob093b2m7s.
      xn--20-9802c.xn--0w5a.xn--1-eg4e. xn--3f1h.xn--91-030c1650n. xn--3xa.xn--1-gocmu97674d. xn--3xa392qmp03d.
      xn--4-0bd15808a. xn--4-xu7i. xn--4ca.-b. xn--4xa.xn--1-gocmu97674d. xn--4xa192qmp03d. xn--619ep9154c. xn--7zv.
      xn--8-ngo. xn--8-sgn10i. xn--9-mfs8024b. xn--9hb7344k. xn--ct2b0738h.xn--772h. xn--dj8y. xn--gdh892bbz0d5438s..
      xn--gky8837e. xn--gl0as212a.i. xn--hcb613r.xn--7-pgo. xn--hcb887c.xn--7-pgo. xn--hnd212gz32d54x5r.. xn--hva754s.
      xn--hva754sy94k. xn--hva929d. xn--hva929dl29p. xn--l98a.xn--14-jsj57880f. xn--my8h. xn--n3b445e53p.
      xn--n3b445e53po6d. xn--n3b468aoqa89r. xn--n3b468azngju2a. xn--n3b742bkqf4ty. xn--ok3d. xn--r97c. xn--rt6a.
      xn--s136e. xn--ss-59d. xn--ss-f4j.b. xn--ss-f4j585j.b. xn--z272f.xn--etl.xn--1-smc. xn--zca679eh2l.b. xn--zi9a.
    `),
  },
  {
    instead: "not_a_name",
    reason: "A name with an empty label is no name that can be looked up.",
    expected: words(`
      (nothing) . .. ..xn--87e93m ..xn--bnd622g ..xn--cof61594i ..xn--hdh782b ..xn--s96cu30b ..xn--skb ..xn--t6f5138v
      .1.xn--9-ogo .f .j .xn----938f .xn--0ug287dj0o.xn--gd9a .xn--1-1p4r.xn--s7uv61m .xn--1ch
      .xn--1ug05310k.xn----t2c071q .xn--2-me5ay1273i .xn--3e6h .xn--3ed0b .xn--3ed0b20h .xn--3ed0by082k
      .xn--3xa88573c7n64d.xn--f29c .xn--4xa24344p .xn--4xa68573c7n64d.xn--f29c .xn--6x4u .xn--9-ecp936non25a
      .xn--9-ogo37g .xn--91-030c1650n. .xn--h327f .xn--hcb32bni .xn--hdh .xn--hh50e.xn----t2c .xn--hva754s.
      .xn--hva754s.xn--0ug .xn--hva929d. .xn--hva929d.xn--0ug .xn--m0b461k3g2c .xn--mgb1a7bt462h.xn--17e10qe61f9r71s
      .xn--ph4h .xn--q823a .xn--qekw60d.xn--gd9a .xn--rx21bhv12i .xn--ss--4rn .xn--ss--bi1b .xn--ss-bh7o
      .xn--tsh026uql4bew9p .xn--w720c .xn--y86c .xn--ye6h .xn--yua 1.xn--0ug7185c..xn--mfc 1.xn--8j4a..xn--8zb
      1.xn--sv9a..xn--mfc 4..1.xn--1ug64613i 4..1.xn--sf51d 51..xn--8-ogo 9.xn----ogo..xn----xj54d1s69k a..b a..c
      a.b..-q--a-.e a.b..xn---q----jra.e x..xn--zca xn----qml..xn--x50zy803a xn---8-bv5o..7.xn--c35nf1622b
      xn--09e4694e..xn--ye6h xn--1-3xm292b6044r..xn--9-6jd87310jtcqs xn--1-bs31m..xn--tv36e xn--1-ex54e..c
      xn--1-ex54e..xn--2-rgn xn--1-o7j0610f..xn----381i xn--1-o7j663bdl7m..xn----381i xn--1-ogo..ss xn--1-ogo..xn--zca
      xn--1-rgn37671n..xn--tv36e xn--1-rgna61159u..xn--4grs325b xn--1-yi00h..xn--4grs325b xn--4ca..c
      xn--51-l1t..xn--8-ugn00i xn--6,-7i3c..xn--0f9ao925c xn--b7d82w..xn-----pe4u xn--b7d82wo4h..xn-----pe4u
      xn--c8e..xn--bbf xn--mbm8237g..xn--7-7hf
    `),
  },
  {
    instead: "not_a_name",
    reason:
      "Only letters, digits, hyphen and underscore stand in names; other ASCII is legal in a URL's host but not in the DNS.",
    expected: words(`
      $ (4).four 3,.xn--1-43l.ss 3,.xn--1-43l.xn--zca 3,.xn--ss-k1r094b 3,.xn--zca344lmif
      xn----hg4ei0361g.xn--8,-k362evu488a xn---3,-3eu.xn--9h2d xn---3,-3eu051c.xn--9h2d xn--0s9c.xn--5,-81t
      xn--5,-i1tz135dnbqa.xn--4sf36u6u4w xn--5,-op8g373c.xn--4sf0725i xn--6,-7i3cj157d.xn--0f9ao925c
      xn--7,-bid991urn3k.xn--1tb13454l xn--7,-bid991urn3k.xn--1tb334j1197q xn--7,-gh9hg322i.xn--3ed
      xn--7,-n1t0654eqo3o.xn--3ed xn--8,-g9oy26fzu4d.xn--kmb6733w xn--8,-g9oy26fzu4d.xn--kmb859ja94998b xn--ls8h=
      xn--n433d.1,
    `),
  },
  {
    instead: "label_too_long",
    reason: "RFC 1035, 2.3.4: a label has at most 63 octets. The URL standard does not verify the length.",
    expected: words(`
      1.xn--abcdexyz-qyacaaaba…sb1140zba8cc(78) 1.xn--assbcssssssssdssss…a69989dba9gc(118)
      1.xn--assbcssssssssdssss…sz-pxq1419aa(107) 123456789012345678901234…01234567890b(254)
      123456789012345678901234…0123456789a.(254) 123456789012345678901234…90123456789a(253)
      x01234567890123456789012…12345678901x(64) x01234567890123456789012…901x.xn--zca(72)
      xn--12345678901234567890…90123456-fxe(64) xn--x0123456789012345678…678901-6963b(73)
    `),
  },
  {
    instead: "name_too_long",
    reason: "RFC 1035, 2.3.4: a name has at most 253 characters. The URL standard does not verify the length.",
    expected: words(`
      012345678901234567890123…5678.xn--zca(261) 012345678901234567890123…9012345678.x(255)
      123456789012345678901234…12345678901c(254)
    `),
  },
  {
    instead: "accepted",
    reason: "U+3E8AC is assigned in Unicode 18, which tr46 7.0.0 follows; the vectors are of an older version.",
    expected: words(`
      U+3E8AC_U+3002_U+729_U+3002_U+110D_U+1173_U+11AC_U+35 U+3E8AC_U+3002_U+729_U+3002_U+CBD9_U+35
    `),
  },
];

export type UrlDeviation = { readonly instead: string; readonly reason: string; readonly inputs: readonly string[] };

/** urltestdata.json, URLs that name http or https themselves, against `read`. */
export const URL_DEVIATIONS: readonly UrlDeviation[] = [
  {
    instead: "not_a_name",
    reason: "White space divides a line of a list. Taking it out would join two words to a name that nobody wrote.",
    inputs: [
      "http://example\t.\norg",
      "http://f:21/ b ? d # e ",
      "http://f:\n/c",
      "http://ho\tst/",
      "http://ho\nst/",
      "http://ho\rst/",
    ],
  },
  {
    instead: "several_names",
    reason: "The same, where the first word is a name by itself: which of the words is meant, a person has to say.",
    inputs: [
      "http://example.com/foo\t\u0091%91",
      "http://example.com/foo\tbar",
      "http://www.google.com/foo?bar=baz# »",
    ],
  },
  {
    instead: "not_a_name",
    reason: "Control characters around a URL mean a wrong charset or a binary file, not a URL.",
    inputs: ["\u0000\u001b\u0004\u0012 http://example.com/\u001f \u000d "],
  },
  {
    instead: "not_a_name",
    reason: "A name with an empty label, or with nothing but dots, is no name that can be looked up.",
    inputs: ["http://./", "http://../"],
  },
  {
    instead: "not_a_name",
    reason: "All trailing dots go, and what is left ends in a number: an IPv4 address or nothing.",
    inputs: ["http://foo.09.."],
  },
  {
    instead: "not_a_name",
    reason: "Only letters, digits, hyphen and underscore stand in names.",
    inputs: ["http://!\"$&'()*+,-.;=_`{}~/"],
  },
  {
    instead: "bad_port",
    reason: "Nothing can be connected to on port 0.",
    inputs: ["http://f:0/c", "http://f:00000000000000/c"],
  },
];

/** public_suffix_list.dat, ICANN section: rules that the list inside tldts 7.5.5 does not have. */
export const SUFFIX_DEVIATIONS = {
  reason: "Delegated when the vectors were taken, no longer in the list that tldts 7.5.5 was built with.",
  rules: ["helsinki", "juniper"],
} as const;
