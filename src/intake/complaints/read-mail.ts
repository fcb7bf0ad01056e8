import { MailParser } from "mailparser";

/** What a mail says. */
export type Mail = {
  /** Whoever it says it is from; nobody has checked that. */
  readonly from: string | null;
  readonly name: string | null;
  readonly subject: string;
  readonly text: string;
  /** Files that came with it and were dropped unread. */
  readonly attachments: number;
  /** Written by a program: an answer would go round in circles. */
  readonly automatic: boolean;
};

/** Characters of HTML that are turned into text; longer ones count as empty. */
const MOST_HTML = 200_000;
/** Parts within parts. */
const MOST_PARTS = 50;

/**
 * Reads one mail (RFC 5322). A file in it is let go by as it comes and never kept, whatever the category: somebody who
 * reports child abuse may send it.
 */
export function readMail(bytes: Uint8Array): Promise<Mail> {
  return new Promise((resolve, reject) => {
    const parser = new MailParser({
      maxHtmlLengthToParse: MOST_HTML,
      maxChildNodes: MOST_PARTS,
      skipTextToHtml: true,
      skipImageLinks: true,
      checksumAlgo: false,
    });
    let attachments = 0;
    let text = "";
    let from: { address: string | null; name: string | null } = { address: null, name: null };
    let subject = "";
    let automatic = false;
    parser.on("headers", (headers) => {
      const sender = headers.get("from");
      const [first] = typeof sender === "object" && sender !== null && "value" in sender ? listOf(sender.value) : [];
      from = { address: textOf(first, "address"), name: textOf(first, "name") };
      const said = headers.get("subject");
      subject = typeof said === "string" ? said : "";
      const auto = headers.get("auto-submitted");
      automatic =
        headers.has("list") || headers.has("precedence") || (typeof auto === "string" && auto.trim() !== "no");
    });
    parser.on("data", (part) => {
      if (part.type === "attachment") {
        attachments += 1;
        part.content.on("error", reject).resume();
        part.release?.();
      } else text = part.text || "";
    });
    parser.on("error", reject);
    parser.on("end", () => resolve({ from: from.address, name: from.name, subject, text, attachments, automatic }));
    parser.end(bytes);
  });
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function textOf(value: unknown, member: string): string | null {
  const found = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[member] : undefined;
  return typeof found === "string" && found.trim() !== "" ? found.trim() : null;
}
