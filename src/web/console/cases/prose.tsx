import { Ltr } from "../../ui/ltr.tsx";
import { defanged } from "../defanged.tsx";

/** What looks like an address or a mail address inside a sentence. */
const ADDRESS =
  /((?:https?|hxxps?|ftp):\/\/\S+|[\w.+-]*@?[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*\.\p{L}{2,}(?::\d+)?(?:[/?#]\S*)?)/giu;

/** What people wrote, in its own direction and lines; addresses in it are no links and look like none. */
export function Prose({ text }: { readonly text: string }) {
  return (
    <div class="govuk-body hifazat-prose" dir="auto">
      {text.split(ADDRESS).map((part, at) => (at % 2 === 1 ? <Ltr>{defanged(part)}</Ltr> : part))}
    </div>
  );
}
