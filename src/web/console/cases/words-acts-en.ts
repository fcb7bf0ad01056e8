import type { DefaultLaw } from "../../../core/ground.ts";
/** The words of what officers do with a case. The English ones are the type of the Urdu ones. */
export const actsEn = {
  reasons: "Reasons",
  reasonsHint: "They stay inside. Whoever looks at this case later reads them.",
  note: "Note",
  triage: {
    title: "Set category, urgency and priority",
    hint: "Child abuse goes to the sealed desk, with every other complaint about the same addresses.",
    submit: "Set",
  },
  refer: {
    title: "Refer to a body",
    hint: "It goes on beside the blocking: neither waits for the other.",
    provinceUnknown: "Not known",
    submit: "Refer",
  },
  referral: { title: "Update the referral", submit: "Update" },
  answer: {
    title: "Answer the complaint",
    template: "Answer",
    templateHint: "The complainant reads this text, in the language of the complaint, and nothing that you write.",
    submit: "Answer and end the case",
  },
  close: {
    title: "Close without an answer",
    hint: "For what was sent by mistake or is no complaint. Those that joined it go back to the desk.",
    submit: "Close",
  },
  join: {
    title: "Join with another complaint",
    to: "Reference of the other complaint",
    hint: "It must be open and say the same. This one ends as that one does, and every complainant is told.",
    submit: "Join",
    with: (reference: string) => `Join with ${reference}`,
  },
  separate: { title: "Separate from the other complaint", submit: "Separate" },
  convert: {
    title: "Make an order",
    hint: "A drafted order with an item for each address. You are its author, so two other officers decide it.",
    references: "Complaints",
    referencesHint: "You have taken these, and they are of the same category.",
    number: "Number of the order",
    authority: "Authority",
    ground: "Legal ground",
    provision: "Provision",
    provisionHint: ({ law, provision }: DefaultLaw) => `Leave it empty for ${provision} of ${law}.`,
    requestedBy: "Requested by",
    requestedByHint: "Leave it empty when the authority acts by itself.",
    submit: "Make the order",
  },
  reveal: {
    title: "Look at what is closed",
    lead: "This shows the addresses, what people wrote and how to reach them. No picture, video or file is ever shown.",
    who: "Only the sealed desk can look. Each look stands in the audit log with your name and your reason; auditors and your seniors see that you looked, and never what you saw.",
    whoGeneral:
      "Each look stands in the audit log with your name and your reason; auditors see that you looked, and never what you saw.",
    reason: "Why you have to look",
    reasonHint: "Must not say the address, the name or anything else that is closed.",
    submit: "Look",
    shown: "What is closed in this case",
    shownWarning: "Do not open, copy or send these addresses. Close this page when you are done.",
    contact: "Contact",
    name: "Name",
    email: "E-mail",
    phone: "Telephone",
    noContact: "None was given.",
    done: "Back to the case",
    exposure: (today: string, week: string) =>
      `Your looks at closed cases: ${today} today, ${week} in the last seven days.`,
    break: "You have looked often today. Take a break of 15 minutes, or ask a colleague to take the next case.",
    care: "Looking at such cases is hard. You may stop at any time, and speak to somebody about it.",
  },
  appeal: {
    suspend: {
      title: "Suspend the block",
      hint: "The address comes off the list at once, until the appeal is decided.",
      submit: "Suspend the block",
    },
    propose: {
      title: "Propose a decision",
      hint: "A second officer, who had no part in the block, confirms it or returns it.",
      verdict: "Decision",
      upheld: "Uphold the appeal",
      upheldHint: "The address is unblocked.",
      dismissed: "Dismiss the appeal",
      dismissedHint: "The address stays blocked. The appellant may go to the High Court.",
      submit: "Propose",
    },
    confirm: {
      title: "Confirm the decision",
      lead: (verdict: string) => `You decide with the first officer: ${verdict}.`,
      submit: "Confirm and decide",
    },
    return: {
      title: "Return the proposal",
      hint: "You disagree. The appeal goes back to be worked on.",
      submit: "Return",
    },
    close: {
      title: "Close: the appellant has taken it back",
      hint: "Only when the appellant says so. Nothing is decided.",
      submit: "Close",
    },
    notIndependent:
      "You had a part in this block, so you cannot decide the appeal against it. Leave it to a colleague.",
    ownProposal: "You proposed this decision. Another officer has to confirm or return it.",
  },
};

export type ActsWords = typeof actsEn;
