import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { CategorySlug } from "../../core/category.ts";
import { findAddresses } from "../../core/complaint/find-addresses.ts";
import { SYSTEM } from "../../core/complaint/fold.ts";
import { mailCategory } from "../../core/complaint/mail-category.ts";
import { checkSubmission, LONGEST } from "../../core/complaint/submission.ts";
import { transaction } from "../../storage/database.ts";
import type { ReceivingPorts } from "./ports.ts";
import { type Mail, readMail } from "./read-mail.ts";
import { receiveComplaint } from "./receive.ts";

export type MailImport = {
  /** References of the complaints that came of it. */
  readonly received: readonly string[];
  /** Files that had become complaints before, and were only left behind. */
  readonly again: number;
  /** Files for a person to look at, in the folder `unread`: no mail, too large, or without any address. */
  readonly unread: number;
};

/** Bytes. */
const LARGEST = 10_000_000;
/** Files of one run. */
const MOST = 1_000;
const UNREAD = "unread";

/**
 * Makes complaints of the `.eml` files in a folder and removes them: what they say is kept encrypted, files in them not at
 * all. Anybody can forge a mail, so they go into the slower queue. Run again after a crash it makes no second complaint.
 */
export async function importMail(ports: ReceivingPorts, folder: string, mailbox: CategorySlug): Promise<MailImport> {
  const received: string[] = [];
  let again = 0;
  let unread = 0;
  const names = (await readdir(folder)).filter((name) => name.toLowerCase().endsWith(".eml")).sort();
  for (const name of names.slice(0, MOST)) {
    const file = join(folder, name);
    const outcome = (await stat(file)).size > LARGEST ? "unread" : await importFile(ports, file, mailbox);
    if (outcome === "unread") {
      unread += 1;
      await mkdir(join(folder, UNREAD), { recursive: true, mode: 0o700 });
      await rename(file, join(folder, UNREAD, name));
      continue;
    }
    // Crash window: the complaint is there and the file too; the next run knows it by its digest.
    await rm(file);
    if (outcome === "again") again += 1;
    else received.push(outcome.reference);
  }
  return { received, again, unread };
}

type Outcome = "unread" | "again" | { readonly reference: string };

async function importFile(ports: ReceivingPorts, file: string, mailbox: CategorySlug): Promise<Outcome> {
  const { db, seal } = ports;
  const bytes = await readFile(file);
  const digest = seal.print("mail", createHash("sha256").update(bytes).digest("hex"));
  const mail = await readMail(bytes).catch(() => undefined);
  const submission = mail === undefined ? undefined : submissionOf(mail, mailbox);
  if (mail === undefined || submission === undefined) return "unread";
  return transaction(db, (): Outcome => {
    if (db.sqlite.prepare("SELECT 1 FROM mail_imports WHERE digest = ?").get(digest) !== undefined) return "again";
    const complainant = { kind: submission.contact === null ? "anonymous" : "named" } as const;
    const { complaint } = receiveComplaint(ports, submission, {
      channel: "email",
      queue: "slow",
      complainant,
      actor: SYSTEM,
    });
    db.sqlite
      .prepare("INSERT INTO mail_imports (digest, at, complaint_id) VALUES (?, ?, ?)")
      .run(digest, complaint.receivedAt, complaint.id);
    return { reference: complaint.reference };
  });
}

/** Undefined when it names no address. */
function submissionOf(mail: Mail, mailbox: CategorySlug) {
  const addresses = findAddresses(`${mail.subject}\n${mail.text}`);
  if (addresses.length === 0) return undefined;
  const dropped = mail.attachments === 0 ? "" : `\n[${mail.attachments} files were dropped unread.]`;
  const text = `${mail.subject}\n\n${mail.text}`.slice(0, LONGEST.text - dropped.length);
  const input = {
    category: mailCategory(mail.subject, mail.text, mailbox),
    addresses,
    description: `${text}${dropped}`,
    language: /[\u0600-\u06ff]{3}/.test(mail.text) ? ("ur" as const) : ("en" as const),
  };
  // A program is not written to; a sender that is no mail address is left out.
  const contact =
    mail.automatic || mail.from === null ? undefined : { email: mail.from, name: mail.name?.slice(0, 200) };
  for (const one of [contact, undefined]) {
    const checked = checkSubmission({ ...input, contact: one }, null);
    if (checked.kind === "submission") return checked.submission;
  }
  return undefined;
}
