import { z } from "@hono/zod-openapi";
import { CATEGORIES, type CategorySlug } from "../../core/category.ts";
import { LANGUAGES } from "../../core/complaint/complaint.ts";
import { LONGEST } from "../../core/complaint/submission.ts";

/** Shared by what people send in and what officers see. */

export const Time = z.string().openapi({ format: "date-time" });
export const Language = z.enum(LANGUAGES);
export const CategoryName = z.enum(CATEGORIES.map(({ slug }) => slug) as [CategorySlug, ...CategorySlug[]]);
export const Text = z.string().max(LONGEST.text);
/** Written reasons: empty ones are refused by the rules, which say why. */
export const Reasons = z.object({ reasons: Text }).openapi("Reasons");

export const ContactBody = z
  .object({
    name: z.string().max(LONGEST.contact).optional(),
    email: z.string().max(LONGEST.contact).optional(),
    phone: z.string().max(LONGEST.contact).optional(),
  })
  .openapi("Contact", { description: "Voluntary; kept closed, and shown to officers with a reason only" });

export const BothLanguages = z.object({ en: z.string(), ur: z.string() }).openapi("BothLanguages");

export const Proof = z
  .string()
  .max(4_096)
  .openapi({ description: "The solution of a challenge (GET /v1/challenge), base64, as the ALTCHA widget gives it" });

export const FollowUpCode = z
  .string()
  .max(100)
  .openapi({ param: { name: "follow-up-code", in: "header" }, example: "7K3M9-Q2X4T-V8W5Z-1B6CD" });

export const referenceOf = (example: string) =>
  z
    .string()
    .max(40)
    .openapi({ param: { name: "reference", in: "path" }, example });
