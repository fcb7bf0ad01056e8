import type { Random } from "../../core/complaint/reference.ts";
import type { Db } from "../database.ts";
import { openKeyFile } from "../key-file.ts";

/** Under the data folder. Lost, every complaint is unreadable; stolen together with the database, every one is read. */
export const SEALED_KEY_FILE = "keys/sealed.key";

const LOST = "the complaints in the database are encrypted with it: restore it from its own backup.";

/** The key that what people send in is encrypted with (storage/key-file.ts). */
export function openSealedKey(db: Db, file: string, random: Random): Uint8Array {
  const anything = () => db.sqlite.prepare("SELECT 1 FROM correspondents LIMIT 1").get() !== undefined;
  return openKeyFile({ file, name: "key of the cases", lost: () => (anything() ? LOST : undefined) }, random);
}
