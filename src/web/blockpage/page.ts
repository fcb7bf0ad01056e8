import { html, raw } from "hono/html";
import type { Helpline } from "../../core/helpline.ts";
import { DIRECTION, type Language, OTHER } from "../ui/language.ts";
import type { BlockedEntry } from "./blocked-entry.ts";
import { appealUrl, type Fact, factsOf, WORDS } from "./facts.ts";
import type { ShownHost } from "./shown.ts";
import { STYLE } from "./style.ts";

/** Everything an answer is made of. Without an entry it is the general one: sealed, removed and unlisted alike. */
export type Block = {
  readonly host: ShownHost | undefined;
  readonly entry: BlockedEntry | undefined;
  readonly first: Language;
  /** The registry's address, without a slash at the end. */
  readonly registry: string;
  readonly helplines: readonly Helpline[];
};

type Html = ReturnType<typeof html>;

const SHEET = raw(`<style>${STYLE}</style>`);

/** The whole page, in both languages. Holds no script and asks for nothing: not a file, not a font, not an icon. */
export async function blockPage(block: Block): Promise<string> {
  const { host, first } = block;
  const second = OTHER[first];
  const page = html`<!doctype html>
<html lang="${first}" dir="${DIRECTION[first]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>${WORDS[first].title} · ${WORDS[second].title}</title>
${SHEET}
</head>
<body>
<main>
<header>
<h1>${host === undefined ? ltr("451") : hostName(host)}</h1>
<p><a href="#${second}" lang="${second}" dir="${DIRECTION[second]}">${WORDS[second].otherLanguage}</a></p>
</header>
${section(block, first)}
${section(block, second)}
</main>
</body>
</html>
`;
  return `${await page}`;
}

function section({ entry, registry, helplines }: Block, language: Language): Html {
  const words = WORDS[language];
  return html`<section id="${language}" lang="${language}" dir="${DIRECTION[language]}">
<h2>${words.title}</h2>
<p>${entry === undefined ? words.general : words.blocked}</p>
${entry && html`<dl>${factsOf(entry, language).map(fact)}</dl>`}
<h3>${words.appealTitle}</h3>
<p>${words.appeal}</p>
<p><a href="${appealUrl(registry, entry)}">${words.appealLink}: ${ltr(appealUrl(registry, entry))}</a></p>
<h3>${words.helpTitle}</h3>
<ul>${helplines.map(({ number, name }) => html`<li><a href="tel:${number.replaceAll(" ", "")}">${ltr(number)}</a> ${name[language]}</li>`)}</ul>
<p class="note">${words.privacy}</p>
</section>`;
}

function fact({ label, text, foreign }: Fact): Html {
  return html`<dt>${label}</dt><dd>${foreign ? ltr(text) : text}</dd>`;
}

/** Inside Urdu an address or a number would come out in pieces, in the wrong order. */
function ltr(text: string): Html {
  return html`<bdi dir="ltr">${text}</bdi>`;
}

/** Both forms of an international name: one can be read, and the other cannot pretend to be another name. */
function hostName({ name, unicode }: ShownHost): Html {
  return unicode === undefined ? ltr(name) : html`${ltr(unicode)} (${ltr(name)})`;
}
