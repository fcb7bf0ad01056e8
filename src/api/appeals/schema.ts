import { z } from "@hono/zod-openapi";
import { CAPACITIES } from "../../core/appeal/appeal.ts";
import { PUBLIC_APPEAL_STATUSES } from "../../core/appeal/public-status.ts";
import { LONGEST } from "../../core/complaint/submission.ts";
import { BothLanguages, ContactBody, Language, Proof, Text, Time } from "../cases/schema.ts";

export const NewAppeal = z
  .object({
    url: z.string().max(LONGEST.address).openapi({ example: "https://www.example/page" }),
    capacity: z.enum(CAPACITIES).optional().openapi({ description: "Of whoever appeals; `user` when left out" }),
    statement: Text.optional().openapi({ description: "Why it should not be blocked" }),
    language: Language.optional(),
    contact: ContactBody.optional(),
    proof: Proof.optional(),
  })
  .openapi("NewAppeal", { description: "Anyone affected may appeal; the address is enough." });

export const AppealReceipt = z
  .object({
    reference: z.string().openapi({ example: "A-7K3M-9Q2X" }),
    followUpCode: z.string().openapi({ description: "Shown this once. With the reference it opens the status." }),
    receivedAt: Time,
    answerBy: Time,
    entry: z.string().nullable().openapi({
      example: "e4711",
      description: "The public entry that it is against; null when no public entry covers the address",
    }),
  })
  .openapi("AppealReceipt");

export const AppealStatusBody = z
  .object({
    reference: z.string(),
    status: z.enum(PUBLIC_APPEAL_STATUSES),
    text: BothLanguages,
    receivedAt: Time,
    answerBy: Time,
    courtUntil: Time.nullable().openapi({ description: "Until when a dismissed appeal can go to the High Court" }),
  })
  .openapi("AppealStatus");
