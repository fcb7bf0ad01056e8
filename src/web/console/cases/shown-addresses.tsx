import type { AddressView } from "../../../core/complaint/view.ts";
import type { Language } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { Tag } from "../../ui/notice.tsx";
import { Table } from "../../ui/table.tsx";
import { DefangedText } from "../defanged.tsx";
import { entryPath } from "./desks.ts";
import { CASES } from "./words.ts";

/** The addresses of a case as its desk may see them: never links, and on the sealed desk only how many they are. */
export function ShownAddresses(props: {
  readonly language: Language;
  readonly shown: readonly AddressView[];
  /** Where what is closed can be looked at; undefined for who may not. */
  readonly reveal: string | undefined;
}) {
  const { language, shown, reveal } = props;
  const words = CASES[language].case;
  const open = shown.filter((view) => view.kind === "open");
  const closed = shown.length - open.length;
  return (
    <>
      <h2 class="govuk-heading-m">{words.addresses}</h2>
      {closed > 0 && (
        <p class="govuk-body">
          <strong>{words.closed(closed)}</strong> {words.closedWhy}
        </p>
      )}
      {open.length > 0 && (
        <Table
          caption={words.addresses}
          hideCaption
          columns={[{ head: words.address }, { head: words.meaning }]}
          rows={open.map(({ text, value, code, entry }) => [
            <DefangedText text={text} />,
            value === null ? (
              <Ltr>{words.unread(code ?? "")}</Ltr>
            ) : (
              <>
                {value !== text && <DefangedText text={value} />} <Blocked language={language} entry={entry} />
              </>
            ),
          ])}
        />
      )}
      {reveal !== undefined && (
        <p class="govuk-body">
          {closed === 0 && <>{words.contact} </>}
          <a class="govuk-link" href={reveal}>
            {words.look}
          </a>
        </p>
      )}
    </>
  );
}

function Blocked({ language, entry }: { readonly language: Language; readonly entry: number | null }) {
  const { blocked, notBlocked } = CASES[language].case;
  if (entry === null) return <Tag colour="grey">{notBlocked}</Tag>;
  return (
    <a class="govuk-link" href={entryPath("general", entry)}>
      {blocked(`e${entry}`)}
    </a>
  );
}
