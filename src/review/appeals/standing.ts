import type { AppealRecord } from "../../core/appeal/appeal.ts";
import { partiesOf } from "../../core/appeal/parties.ts";
import { candidates } from "../../core/target/candidates.ts";
import { canonicalise } from "../../core/target/canonicalise.ts";
import { type Blocking, blockingStill } from "../../storage/cases/blocking.ts";
import { complaintsOfOrder } from "../../storage/cases/complaint-queries.ts";
import { addressPlace } from "../../storage/cases/places.ts";
import { findOrder } from "../../storage/orders.ts";
import type { CasePorts } from "../complaints/ports.ts";

/** What blocks the appealed address now, on the appeal's own list; undefined when nothing does. */
export function standingOf({ db, seal }: CasePorts, appeal: AppealRecord): Blocking | undefined {
  if (appeal.list === null) return undefined;
  const read = canonicalise(seal.open(appeal.address.sealed, addressPlace(appeal.reference, 1)));
  if (read.kind === "refused") return undefined;
  const tried = candidates(read.target.value);
  if (tried.kind === "refused") return undefined;
  return blockingStill(db, appeal.list, [...tried.targets, ...tried.variants.flatMap(({ targets }) => targets)]);
}

/** Everyone who had a part in the block that the appeal is against, whether it stands or is suspended. */
export function partiesTo(ports: CasePorts, appeal: AppealRecord): string[] {
  const standing = [...appeal.suspended, ...(standingOf(ports, appeal)?.standing ?? [])];
  const ids = [...new Set(standing.map(({ order }) => order))];
  return partiesOf(
    ids.map((id) => findOrder(ports.db, `o${id}`)),
    ids.flatMap((id) => complaintsOfOrder(ports.db, id)),
  );
}
