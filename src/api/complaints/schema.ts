import { z } from "@hono/zod-openapi";
import { ANSWER_TEMPLATES } from "../../core/complaint/answer.ts";
import { SIGNS } from "../../core/complaint/priority.ts";
import { PUBLIC_STATUSES } from "../../core/complaint/public-status.ts";
import { LONGEST, MOST_ADDRESSES } from "../../core/complaint/submission.ts";
import { PROVINCES } from "../../core/referral/referral.ts";
import { BothLanguages, CategoryName, ContactBody, Language, Proof, Text, Time } from "../cases/schema.ts";

export const NewComplaint = z
  .object({
    category: z
      .string()
      .max(100)
      .openapi({ example: "child-abuse", description: "Slug or title (GET /v1/categories)" }),
    addresses: z
      .array(z.string().max(LONGEST.address))
      .min(1)
      .max(MOST_ADDRESSES)
      .openapi({ example: ["https://www.example/page"] }),
    description: Text.optional(),
    earlierEfforts: Text.optional().openapi({ description: "What was tried before, and the answer" }),
    signs: z.array(z.enum(SIGNS)).max(SIGNS.length).optional().openapi({ description: "Of child abuse" }),
    province: z.enum(PROVINCES).optional(),
    language: Language.optional(),
    contact: ContactBody.optional(),
    urgency: z.enum(["normal", "emergency"]).optional().openapi({ description: "Believed of partners only" }),
    proof: Proof.optional(),
  })
  .openapi("NewComplaint", { description: "No file is ever taken. Without `proof` it goes into a slower queue." });

export const ComplaintReceipt = z
  .object({
    reference: z.string().openapi({ example: "C-7K3M-9Q2X" }),
    followUpCode: z.string().openapi({ description: "Shown this once. With the reference it opens the status." }),
    receivedAt: Time,
    addresses: z
      .array(z.object({ understood: z.boolean(), code: z.string().nullable() }))
      .openapi({ description: "In the order of the request; `code` says why one is not read as an address" }),
    helplines: z.array(z.object({ name: z.string(), number: z.string() })),
  })
  .openapi("ComplaintReceipt");

export const ComplaintStatusBody = z
  .object({
    reference: z.string(),
    status: z.enum(PUBLIC_STATUSES),
    text: BothLanguages,
    category: CategoryName,
    receivedAt: Time,
    concludedAt: Time.nullable(),
    answer: z.object({ template: z.enum(ANSWER_TEMPLATES), text: BothLanguages }).nullable(),
  })
  .openapi("ComplaintStatus");

export const WorkChallenge = z
  .looseObject({ parameters: z.looseObject({}), signature: z.string().optional() })
  .openapi("WorkChallenge", { description: "ALTCHA, version 2" });
