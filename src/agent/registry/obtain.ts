import { HifazatError } from "../../core/errors.ts";
import type { ListName } from "../../core/list-name.ts";
import type { Manifest } from "../../protocol/manifest.ts";
import { type AcceptedList, acceptList, fetchManifest, type HeldList } from "../list/accept.ts";
import type { KeptList } from "../state/lists.ts";
import type { Download } from "./download.ts";
import { offerSealed } from "./offer-sealed.ts";
import { openRepository } from "./trust.ts";

/** What is said of an offered list; the sealed one has no manifest, and leaves the pace to the other. */
export type Offered = Pick<Manifest, "release" | "published" | "entries" | "identity"> & {
  readonly nextPollSeconds: number | undefined;
};

/** What a registry offers of one list; `accepted` is absent when it is what we hold. */
export type Offer = {
  readonly list: ListName;
  readonly manifest: Offered;
  readonly accepted: AcceptedList | undefined;
};

export type MirrorFault = { readonly registry: string; readonly error: HifazatError };

export type Obtained = {
  readonly registry: string | undefined;
  readonly offers: readonly Offer[];
  /** Of the mirrors tried before, or of all when none would do. */
  readonly faults: readonly MirrorFault[];
  readonly notes: readonly string[];
  /** Why the sealed list could not be taken. It holds up no other. */
  readonly sealedFault?: HifazatError | undefined;
};

export type Wanted = {
  readonly list: ListName;
  readonly held: HeldList | undefined;
  /** The identity in the state's head; known also when the list's file is damaged. */
  readonly known: KeptList | undefined;
  /** Pinned: only ask what there is. */
  readonly look: boolean;
};

type Rules = {
  readonly force: boolean;
  readonly now: Date;
  readonly sealedKeys: readonly string[];
  readonly atLeast?: number | undefined;
};

/** Beyond this the clocks are said to disagree, milliseconds. */
const NOTABLE_SKEW_MS = 300_000;

/**
 * Takes all wanted lists from the first of the registries that gives them whole and verified. A mirror that refuses,
 * lies or is away costs nothing but its line in `faults`. `force` accepts an older release than the one held. `atLeast`
 * is a release that is said to be out: a mirror that has not got it yet is taken only when nobody else has.
 */
export async function obtain(
  registries: readonly string[],
  wanted: readonly Wanted[],
  metadataFolder: string,
  download: Download,
  options: Rules,
): Promise<Obtained> {
  const faults: MirrorFault[] = [];
  let behind: Omit<Obtained, "faults"> | undefined;
  for (const registry of registries) {
    try {
      const obtained = { ...(await obtainFrom(registry, wanted, metadataFolder, download, options)), registry };
      const newest = Math.max(0, ...obtained.offers.map(({ manifest }) => manifest.release));
      if (newest >= (options.atLeast ?? 0)) return { ...obtained, faults };
      // What it offers is good, and perhaps the best there is: who said that there is more is not trusted either.
      if (newest > newestOf(behind)) behind = obtained;
    } catch (error) {
      if (!(error instanceof HifazatError)) throw error;
      faults.push({ registry, error });
    }
  }
  return { ...(behind ?? { registry: undefined, offers: [], notes: [] }), faults };
}

const newestOf = (obtained: Pick<Obtained, "offers"> | undefined): number =>
  Math.max(-1, ...(obtained?.offers ?? []).map(({ manifest }) => manifest.release));

async function obtainFrom(
  registry: string,
  wanted: readonly Wanted[],
  metadataFolder: string,
  download: Download,
  { force, now, sealedKeys }: Rules,
): Promise<Pick<Obtained, "offers" | "notes" | "sealedFault">> {
  const repository = await openRepository(registry, metadataFolder, download);
  const offers: Offer[] = [];
  const notes: string[] = [];
  const skew = repository.clockSkewMs ?? 0;
  if (Math.abs(skew) > NOTABLE_SKEW_MS)
    notes.push(
      `this machine's clock and the registry's differ by ${Math.round(Math.abs(skew) / 1_000)} s: check the clock`,
    );
  let sealedFault: HifazatError | undefined;
  for (const one of wanted) {
    const { list, held, known, look } = one;
    if (list === "sealed") {
      try {
        offers.push(await offerSealed(repository, one, sealedKeys, force));
      } catch (error) {
        if (!isOfTheListAlone(error)) throw error;
        sealedFault = error;
      }
      continue;
    }
    const manifest = await fetchManifest(repository, list);
    if (new Date(manifest.published).getTime() > now.getTime() + NOTABLE_SKEW_MS)
      notes.push(`release ${manifest.release} was published at ${manifest.published}, in the future: check the clock`);
    if (known !== undefined && !force) refuseOlder(manifest, known);
    const same = held !== undefined && held.release === manifest.release && held.sha256 === manifest.identity.sha256;
    if (look || same) offers.push({ list, manifest, accepted: undefined });
    else {
      const accepted = await acceptList(repository, manifest, held);
      notes.push(...accepted.notes);
      offers.push({ list, manifest, accepted });
    }
  }
  return { offers, notes, sealedFault };
}

/** Another mirror would have the same file. */
const isOfTheListAlone = (error: unknown): error is HifazatError =>
  error instanceof HifazatError && ["not_found", "sealed_unreadable", "list_malformed"].includes(error.code);

/** Releases only go up and never change; TUF guards its own versions, this guards the numbers receipts speak of. */
export function refuseOlder(
  manifest: Pick<Manifest, "release" | "identity">,
  known: { release: number; sha256: string },
): void {
  if (manifest.release < known.release)
    throw new HifazatError(
      "tuf_rollback",
      `The registry offers release ${manifest.release}, older than ${known.release}.`,
    );
  if (manifest.release === known.release && manifest.identity.sha256 !== known.sha256)
    throw new HifazatError("identity_mismatch", `Release ${manifest.release} is not the list it was before.`);
}
