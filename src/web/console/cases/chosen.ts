import { HifazatError } from "../../../core/errors.ts";
import type { Form } from "../../ui/form-data.ts";

/** Which of the known values a form chose. Throws `bad_request` when it chose none of them. */
export function chosen<T extends string>(form: Form, name: string, known: readonly T[]): T {
  const value = known.find((one) => one === form.text(name));
  if (value === undefined) throw new HifazatError("bad_request", "Choose one of those that are offered.");
  return value;
}
