import type { Language } from "../complaint/complaint.ts";
import { type Contact, type ContactInput, checkContact, LONGEST } from "../complaint/submission.ts";
import type { ErrorCode } from "../errors.ts";
import { canonicalise } from "../target/canonicalise.ts";
import type { RefusalCode } from "../target/refusal.ts";
import type { Capacity } from "./appeal.ts";

/** What a person sends in: the address is enough. */
export type AppealInput = {
  readonly url: string;
  readonly capacity?: Capacity | undefined;
  readonly statement?: string | undefined;
  readonly language?: Language | undefined;
  readonly contact?: ContactInput | undefined;
};

/** The same, checked and complete. */
export type AppealSubmission = {
  readonly url: string;
  readonly capacity: Capacity;
  readonly statement: string;
  readonly language: Language;
  readonly contact: Contact | null;
};

export type CheckedAppeal =
  | { readonly kind: "submission"; readonly submission: AppealSubmission }
  | {
      readonly kind: "refusal";
      readonly code: ErrorCode;
      readonly message: string;
      /** Why the address is none. */
      readonly refused: RefusalCode | null;
    };

/** Checks what somebody sent. What is no address cannot be on a list, so it is refused. */
export function checkAppeal(input: AppealInput): CheckedAppeal {
  const url = input.url.trim();
  const statement = input.statement?.trim() ?? "";
  if (url.length > LONGEST.address) return refuse(`An address has at most ${LONGEST.address} characters.`);
  if (statement.length > LONGEST.text) return refuse(`A text has at most ${LONGEST.text} characters.`);
  const read = canonicalise(url);
  if (read.kind === "refused") return refuse("This is no address that can be on the list.", read.code);
  const contact = checkContact(input.contact);
  if (contact === "refused") return refuse("The e-mail address, name or phone number is malformed.");
  const { capacity = "user", language = "en" } = input;
  return { kind: "submission", submission: { url, capacity, statement, language, contact } };
}

const refuse = (message: string, refused: RefusalCode | null = null): CheckedAppeal => ({
  kind: "refusal",
  code: "bad_request",
  message,
  refused,
});
