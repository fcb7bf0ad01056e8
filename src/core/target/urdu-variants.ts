import { toASCII, toUnicode } from "tr46";
import { suffixStanding } from "./public-suffix.ts";

/**
 * Letters that Urdu and Arabic keyboards type differently for the same word (DESIGN 3): کراچی and كراچی look alike and
 * are two names. The heh letters are left out: ہ and ھ are different letters of Urdu (کہا, کھا) and the Arabic ه stands
 * for either, so that trying them would answer for another word.
 */
const KAF = /[\u06a9\u0643]/g;
const YEH = /[\u06cc\u064a\u0649]/g;
const KAF_OR_YEH = /[\u06a9\u0643\u06cc\u064a\u0649]/;
const ARABIC_YEH = "\u064a";
const ALEF_MAKSURA = "\u0649";

/**
 * One keyboard types a whole name, so each spelling is applied to the whole name: Urdu and Arabic kaf, times Urdu yeh,
 * Arabic yeh, alef maksura, and the Egyptian habit of Arabic yeh with alef maksura at the end of a word.
 */
const SPELLINGS: readonly ((label: string) => string)[] = ["\u06a9", "\u0643"].flatMap((kaf) =>
  ["\u06cc", ARABIC_YEH, ALEF_MAKSURA, undefined].map((yeh) => (label: string) => {
    const text = label.replace(KAF, kaf).replace(YEH, yeh ?? ARABIC_YEH);
    return yeh === undefined && text.endsWith(ARABIC_YEH) ? text.slice(0, -1) + ALEF_MAKSURA : text;
  }),
);

/** Names with more labels to convert than this are not varied: nobody types them, and each costs microseconds. */
const MAX_CONVERTED_LABELS = 4;

const IDNA = { checkHyphens: false, checkBidi: true, checkJoiners: true } as const;

/** The other names that the same Urdu name is typed as, at most 15, without the name itself. The host is canonical. */
export function urduVariants(host: string): string[] {
  const labels = host.split(".");
  if (labels.filter(isALabel).length > MAX_CONVERTED_LABELS) return [];
  const texts = labels.map((label) => (isALabel(label) ? toUnicode(label, IDNA).domain : label));
  if (!texts.some((text) => KAF_OR_YEH.test(text))) return [];
  const lastLabel = labels.at(-1) ?? "";
  const names = new Set<string>();
  for (const spelling of SPELLINGS) {
    const [last = lastLabel, ...others] = texts
      .map((text, index) => respelled(text, labels[index] ?? "", spelling))
      .reverse();
    const above = others
      .reverse()
      .map((label) => `${label}.`)
      .join("");
    names.add(above + lastLabel);
    // پاکستان and پاكستان are both delegated; other respellings of a top-level domain lead nowhere.
    if (suffixStanding(last) === "is_suffix") names.add(above + last);
  }
  names.delete(host);
  return [...names];
}

function isALabel(label: string): boolean {
  return label.startsWith("xn--");
}

function respelled(text: string, label: string, spelling: (text: string) => string): string {
  return KAF_OR_YEH.test(text) ? (toASCII(spelling(text), IDNA) ?? label) : label;
}
