import { shorten, shownHost } from "../../blockpage/shown.ts";
import { Ltr } from "../../ui/ltr.tsx";

/** An address as it is on the list, and as it reads where its name is an international one. Never a link. */
export function ReadableName({ value }: { readonly value: string }) {
  const unicode = shownHost(`http://${value}`)?.unicode;
  return (
    <>
      <Ltr>{shorten(value)}</Ltr>
      {unicode !== undefined && (
        <>
          {" ("}
          <bdi>{unicode}</bdi>)
        </>
      )}
    </>
  );
}
