import type { Item, ItemsDeps } from "../../../api/orders/deps.ts";
import type { Language } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { REASONS_UR } from "./reasons-ur.ts";
import { ORDERS } from "./words.ts";

/** Why an item has the outcome that it has. */
export function Why(props: {
  readonly language: Language;
  readonly item: Pick<Item, "outcome" | "code">;
  readonly explain: ItemsDeps["explain"];
}) {
  const { language, item, explain } = props;
  if (item.code === null) return <>{ORDERS[language].outcomeMeans[item.outcome]}</>;
  if (item.outcome === "duplicate") return <>{duplicateText(language, item.code)}</>;
  return <Codes language={language} codes={item.code} explain={explain} />;
}

/** Codes in words: `shared_host,popular`. */
export function Codes(props: {
  readonly language: Language;
  readonly codes: string;
  readonly explain: ItemsDeps["explain"];
}) {
  const { language, codes, explain } = props;
  if (language === "en") return <>{explain(codes)}</>;
  return (
    <>
      {codes.split(",").map((code, at) => (
        <>
          {at > 0 && "؛ "}
          {REASONS_UR[code] ?? <Ltr>{explain(code)}</Ltr>}
        </>
      ))}
    </>
  );
}

/** `line_12` of this upload, or `item_12` of an earlier one. */
function duplicateText(language: Language, code: string): string {
  const { duplicateOf } = ORDERS[language];
  const [kind, number = ""] = code.split("_");
  return kind === "line" ? duplicateOf.line(number) : duplicateOf.item(number);
}
