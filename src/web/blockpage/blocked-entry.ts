/** What a block page says of the entry that decided. Times are ISO 8601, UTC. */
export type BlockedEntry = {
  readonly id: string;
  readonly value: string;
  readonly category: string;
  readonly ground: string;
  readonly authority: string;
  readonly law: string;
  readonly provision: string;
  /** The order's number. */
  readonly order: string;
  readonly since: string;
  readonly reviewAt: string;
};

/**
 * The entry of the general list that covers a URL; undefined when none does. A name of the sealed list is never found,
 * so that its page is the page of any name (DESIGN 6). Must not throw for what the URL holds.
 */
export type FindBlock = (url: string) => BlockedEntry | undefined;
