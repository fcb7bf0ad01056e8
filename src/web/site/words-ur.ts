import type { SiteWords } from "./words-en.ts";

export const siteUr: SiteWords = {
  nav: {
    check: "پتا دیکھیں",
    complain: "شکایت کریں",
    appeal: "اپیل کریں",
    transparency: "شفافیت",
    help: "مدد",
  },
  home: {
    title: "کون سے پتے بند ہیں، اور کیوں",
    lead: "حفاظت پاکستان میں قانونی بندش کا رجسٹر ہے۔ یہاں کوئی بھی کسی پتے کو دیکھ سکتا ہے، وہ حکم جان سکتا ہے جس کے تحت وہ بند ہے، بندش کی درخواست دے سکتا ہے، یا بندش پر اعتراض کر سکتا ہے۔",
    check: "پتا دیکھیں",
  },
};
