import type { Capacity } from "../../../core/appeal/appeal.ts";

/** The words of an appeal. The English ones are the type of the Urdu ones. */
export const appealEn = {
  address: {
    title: "Which address should not be blocked?",
    hint: "The name or the full address, as your browser shows it. That is all we need.",
    entry: (id: string) => `This is the address of entry ${id}. You can change it to the page that you want to open.`,
    gone: "The entry you came from is not in force any more. If the address still does not open, give it here.",
    missing: "Give the address that should not be blocked",
    tooLong: "An address has at most 4,096 characters",
  },
  reasons: {
    title: "Why should it not be blocked?",
    capacity: "You are",
    capacities: {
      owner: "The owner of the site or its content",
      host: "Whoever hosts or operates it",
      user: "Somebody who wants to open it",
    } as Record<Capacity, string>,
    missing: "Choose who you are to this address",
    statement: "In your own words",
    statementHint: "What is there, and why the block is wrong or too wide.",
    tooLong: "At most 5,000 characters",
  },
  check: {
    address: "Address",
    capacity: "You are",
    statement: "Reasons",
    contact: "May we reach you",
    send: "Send the appeal",
  },
  done: {
    title: "We have your appeal",
    next: (day: string) =>
      `Officers who had no part in the block decide by ${day}. They may lift the block while they look.`,
    against: (id: string) => `Your appeal is against entry ${id}.`,
    noEntry:
      "No public entry covers this address. If it was blocked without one, officers look at that block again within the same time.",
    court: (limit: string) => `If the block stays, you may go to the High Court within ${limit} of the decision.`,
  },
};

export type AppealWords = typeof appealEn;
