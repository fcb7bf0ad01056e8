import { solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import type { CategorySlug } from "../../src/core/category.ts";
import type { Caller, Json } from "./caller.ts";
import type { People } from "./people.ts";

/** What somebody complained of, and how they can ask what became of it. */
export type Complained = {
  readonly reference: string;
  readonly followUpCode: string;
  readonly submittedAs: CategorySlug;
  readonly from: Caller;
};

const CATEGORIES: readonly CategorySlug[] = ["decency", "hate-speech", "defamation", "public-order"];
/** Every so many: child abuse, one that says what an earlier one said, a partner's, one with a proof of work. */
const EVERY = { abuse: 7, again: 5, partner: 6, proved: 25 };
const URDU = "یہ صفحہ نامناسب ہے، براہِ کرم اسے دیکھیں۔";

/** In every name that a child-abuse complaint is about: nothing that leaves the sealed desk may hold it. */
export const SEALED_MARK = "kaxo-sealed";
const sealedName = (number: number): string => `${SEALED_MARK}-${number}.example`;

/** Complaint `number`, sent by its own person or by the partner; some do the proof of work first, if they are to. */
export async function complain({ partner, citizen }: People, number: number, proves = true): Promise<Complained> {
  const isAbuse = number % EVERY.abuse === 3;
  const about = number % EVERY.again === 4 ? number - EVERY.abuse * 2 : number;
  const base = Math.max(about, number % EVERY.abuse);
  const category = isAbuse ? "child-abuse" : (CATEGORIES[base % CATEGORIES.length] ?? "decency");
  const addresses = isAbuse
    ? [`https://${sealedName(base)}/x`]
    : [`https://page-${base}.invalid/a`, ...(base % 3 === 0 ? [`hxxp://page-${base}[.]test`] : [])];
  const isPartner = number % EVERY.partner === 5 && (category === "decency" || category === "hate-speech");
  const complaint = {
    category,
    addresses,
    language: number % 2 === 0 ? "ur" : "en",
    ...(number % 2 === 0 ? { description: URDU } : {}),
    ...(isAbuse ? { signs: number % 2 === 0 ? ["child_known"] : [] } : {}),
    ...(number % 3 === 0 && !isAbuse ? { contact: { email: `person${number}@mail.invalid` } } : {}),
  };
  const from = isPartner ? partner : citizen(number);
  const body: Json = isPartner
    ? await from.ok("POST", "/v1/complaints", complaint, { authorization: `Bearer ${partner.token}` })
    : await from.ok("POST", "/v1/complaints", {
        ...complaint,
        ...(proves && number % EVERY.proved === 0 ? { proof: await proofFor(from) } : {}),
      });
  return { reference: body.reference, followUpCode: body.followUpCode, submittedAs: category, from };
}

/** As the page's script does it. */
async function proofFor(caller: Caller): Promise<string> {
  const challenge = await caller.ok("GET", "/v1/challenge");
  const solution = await solveChallenge({ challenge, deriveKey });
  return Buffer.from(JSON.stringify({ challenge, solution })).toString("base64");
}
