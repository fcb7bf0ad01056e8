import type { Source } from "../../core/source/source.ts";
import type { Db } from "../../storage/database.ts";
import { updateFetch, waitingFetch } from "../../storage/sources/fetches.ts";

/** What still waits is overtaken by what came: releasing it would bring an older list back. Its file goes by itself. */
export function supersede(db: Db, { id }: Pick<Source, "id">, except: number | null): void {
  const waiting = waitingFetch(db, id);
  if (waiting !== undefined && waiting.id !== except)
    updateFetch(db, waiting.id, { outcome: "superseded", body: null });
}
