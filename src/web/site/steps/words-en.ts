/** The words of forms that go over several pages. The English ones are the type of the Urdu ones. */
export const stepsEn = {
  continue: "Continue",
  back: "Back",
  checkTitle: "Check your answers before you send them",
  notGiven: "Not given",
  working: "Preparing to send…",
  change: "Change",
  print: "Print this page",
  contact: {
    title: "May we reach you?",
    hint: "You need not give any of this. Whatever you choose, you get a reference and a code with which you can see what became of it.",
    missing: "Choose whether we may reach you",
    anonymous: "No, I stay anonymous",
    anonymousHint: "Nothing about you is kept.",
    named: "Yes, tell me by e-mail or telephone",
    namedHint: "Fill in what you like below. It is encrypted, and only the officers who work on it can read it.",
    fields: "If yes: how to reach you",
    name: "Name",
    email: "E-mail address",
    phone: "Telephone number",
    nothing: "Give an e-mail address or a telephone number, or choose to stay anonymous",
    badEmail: "This is not an e-mail address, such as name@example.com",
    tooLong: "At most 200 characters",
  },
  receipt: {
    reference: "Your reference",
    code: "Your code",
    keep: "Write both down or print this page. The code is shown only now, and we cannot find it again.",
    follow: "See what became of it",
    next: "What happens next",
  },
};

export type StepsWords = typeof stepsEn;
