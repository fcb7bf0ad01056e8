import type { SealedKeyView } from "../../core/access/sealed-key.ts";

/** What the routes and pages about subscribers' keys for the sealed list need. What is refused is thrown as HifazatError. */
export type SealedKeyDeps = {
  /** Of one subscriber, oldest first, those taken off too. */
  readonly sealedKeys: (subscriber: string) => readonly SealedKeyView[];
  /** `replaces` is taken off in the same moment. */
  readonly enrolSealedKey: (
    subscriber: string,
    request: { readonly key: string; readonly replaces?: string | undefined },
    by: string,
  ) => Promise<SealedKeyView>;
  readonly removeSealedKey: (subscriber: string, id: string, by: string) => void;
};
