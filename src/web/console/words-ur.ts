import type { ConsoleWords } from "./words-en.ts";

export const consoleUr: ConsoleWords = {
  service: "حفاظت کنسول",
  signOut: "سائن آؤٹ",
  footer: "آپ یہاں جو کچھ کرتے ہیں وہ آپ کے نام سے درج ہوتا ہے۔",
  nav: {
    queue: "معاملات",
    orders: "احکامات",
    entries: "اندراجات",
    sources: "ماخذ",
    guard: "حفاظتی فہرستیں",
    organisations: "ادارے",
    tokens: "ٹوکن",
    sealedKeys: "مہر بند کلیدیں",
    releases: "اجرا",
    coverage: "نفاذ",
    dashboard: "جائزہ",
    audit: "آڈٹ لاگ",
    admin: "اکاؤنٹس",
  },
};
