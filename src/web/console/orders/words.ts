import type { Language } from "../../ui/language.ts";
import { decideEn } from "./words-decide-en.ts";
import { decideUr } from "./words-decide-ur.ts";
import { ordersEn } from "./words-en.ts";
import { ordersUr } from "./words-ur.ts";

export const ORDERS = { ur: ordersUr, en: ordersEn } satisfies Record<Language, typeof ordersEn>;
export const DECIDE = { ur: decideUr, en: decideEn } satisfies Record<Language, typeof decideEn>;
