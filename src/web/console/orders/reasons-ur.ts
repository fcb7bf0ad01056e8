import type { HoldReason } from "../../../core/guard/guard-kind.ts";
import type { RefusalCode } from "../../../core/target/refusal.ts";

const known: Readonly<Record<RefusalCode | HoldReason | "protected" | "delisted", string>> = {
  empty: "اس سطر میں بلاک کرنے کو کچھ نہیں",
  comment: "تبصرہ",
  public_suffix: "عوامی لاحقہ: اسے بلاک کرنے سے اس کے نیچے سب بلاک ہو جائیں گے",
  ip_address: "نام نہیں، آئی پی پتا ہے",
  cidr: "نام نہیں، آئی پی پتوں کا سلسلہ ہے",
  single_label: "ایک لفظ مکمل ڈومین نام نہیں",
  not_a_name: "نہ نام ہے نہ ویب پتا",
  label_too_long: "نام کا ایک حصہ 63 حروف سے لمبا ہے",
  name_too_long: "نام 253 حروف سے لمبا ہے",
  url_too_long: "سطر یا پتا بہت لمبا ہے",
  unsupported_scheme: "صرف http اور https بلاک ہو سکتے ہیں",
  bad_port: "پورٹ کا نمبر درست نہیں",
  several_names: "ایک سے زیادہ نام، یا نام کے ساتھ اور الفاظ: ہر سطر میں ایک نام لکھیں",
  bad_character: "خراب حرف: حروف کا مجموعہ غلط ہے یا سطر کٹ گئی",
  email_address: "ای میل پتا: اس کی وجہ سے پورا ڈومین بلاک نہیں ہو سکتا",
  exception_rule: "یہ اصول نام کی اجازت دیتا ہے: بلاک کرنا اس کا الٹ ہوگا",
  unsupported_rule: "یہ اصول کسی نام کو بلاک کرنے کا نہیں کہتا",
  path_wildcard: "راستے میں ستارہ: خود راستہ لکھیں، اس کے نیچے سب شامل ہوتا ہے",
  path_collapses: "راستہ واپس پوری سائٹ پر لے جاتا ہے: واضح کریں کیا مراد ہے",
  path_too_deep: "راستے کے حصے بہت زیادہ ہیں",
  delisted: "ماخذ کے مطابق اب فہرست میں نہیں",
  protected: "محفوظ ناموں میں ہے، یا کسی محفوظ نام کو ساتھ بلاک کرتا",
  private_suffix: "نجی لاحقہ: اس کے نیچے بہت سے غیر متعلقہ مالک ہیں",
  shared_host: "مشترکہ ہوسٹنگ: اس کے نیچے بہت سے غیر متعلقہ مالک ہیں",
  cdn: "مواد تقسیم کرنے کا نیٹ ورک",
  shortener: "لنک مختصر کرنے والی سروس",
  link_in_bio: "روابط کا صفحہ دینے والی سروس: اس پر بہت سے غیر متعلقہ مالک ہیں",
  dynamic_dns: "متحرک ڈی این ایس: اس کے نیچے بہت سے غیر متعلقہ مالک ہیں",
  essential: "آلات کو انٹرنیٹ، اپ ڈیٹ یا وقت جاننے کے لیے درکار ہے",
  institution: "یونیورسٹی، بینک یا غیر ملکی حکومت",
  popular: "سب سے زیادہ دیکھے جانے والے ناموں میں ہے، یا ایسے نام کو ساتھ بلاک کرتا",
  recently_cleared: "حال ہی میں اپیل پر بحال ہوا",
  single_path_evidence: "ثبوت ایک راستے کا ہے: اس پر پورا نام بلاک ہو جاتا",
  unterminated: "آخری سطر مکمل نہیں: نام کٹا ہوا ہو سکتا ہے",
};

/** What a code means in Urdu; what only some file format can say is there in English only. */
export const REASONS_UR: Readonly<Record<string, string | undefined>> = known;
