import type { Target } from "../../core/target/target.ts";
import { Ltr } from "../ui/ltr.tsx";

/** An address as text that no program takes for a link: `hxxp://a[.]example/path`. */
export function defanged(text: string): string {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0] ?? "";
  const rest = text.slice(scheme.length);
  const end = rest.search(/[/?#\s]/);
  const place = end === -1 ? rest : rest.slice(0, end);
  // What came defanged is not defanged again.
  const dotted = place.replaceAll("[.]", ".").replaceAll(".", "[.]");
  return `${scheme.replace(/^http/i, "hxxp")}${dotted}${end === -1 ? "" : rest.slice(end)}`;
}

/** What is, or would be, blocked. In the console it is never a link. */
export const Defanged = ({ target }: { readonly target: Target }) => (
  <Ltr>
    <code class="hifazat-address">{defanged(target.value)}</code>
  </Ltr>
);

/** A line as it was received. */
export const DefangedText = ({ text }: { readonly text: string }) => (
  <Ltr>
    <code class="hifazat-address">{defanged(text)}</code>
  </Ltr>
);
