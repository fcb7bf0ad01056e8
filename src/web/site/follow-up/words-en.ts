/** The words of following up a complaint or an appeal. The English ones are the type of the Urdu ones. */
export const followUpEn = {
  title: "Follow up a complaint or an appeal",
  hint: "Both were shown when you sent it. They are not sent by e-mail again.",
  reference: "Reference",
  referenceHint: "It begins with C for a complaint, with A for an appeal",
  code: "Code",
  codeHint: "Four groups of five letters and digits",
  button: "Show where it stands",
  missingReference: "Enter a reference, such as C-7K3M-9Q2X",
  missingCode: "Enter the code",
  notFound: "Nothing has this reference and code. Check both: no letter O and no letter I is in them.",
  status: "Where it stands",
  complaint: "Your complaint",
  appeal: "Your appeal",
  received: "Received",
  concluded: "Concluded",
  category: "Category",
  answer: "The answer",
  answerBy: "Decision by",
  courtUntil: "To the High Court until",
  another: "Look at another one",
};

export type FollowUpWords = typeof followUpEn;
