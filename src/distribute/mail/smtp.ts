import { createTransport } from "nodemailer";
import type { Send } from "./deliver.ts";

/** The mail server that takes the registry's messages. */
export type SmtpSettings = {
  readonly host: string;
  readonly port: number;
  /** `tls` from the first byte, `starttls` required, or `none` for a server on this machine. */
  readonly security: "tls" | "starttls" | "none";
  readonly user: string | null;
  readonly password: string | null;
  /** The sender's address. */
  readonly from: string;
};

const TIMEOUT_MS = 20_000;

export function smtpSender({ host, port, security, user, password, from }: SmtpSettings): Send {
  const transport = createTransport({
    host,
    port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    ...(user === null || password === null ? {} : { auth: { user, pass: password } }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return async (to, { subject, text }) => {
    // RFC 3834: no answering machine answers it.
    await transport.sendMail({ from, to, subject, text, headers: { "Auto-Submitted": "auto-generated" } });
  };
}
