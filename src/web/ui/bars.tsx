import { Ltr } from "./ltr.tsx";

export type Bar = { readonly label: string; readonly value: number; readonly text: string };

/** In pixels, as it is drawn on the narrowest telephone: nothing is made smaller than it can be read. */
const WIDTH = 300;
const ROW = 46;
/** A value that is there is never too thin to be seen. */
const THINNEST = 2;

/** Bars beside each other to compare; the table under it has the same numbers, so it is no loss not to see them. */
export function Bars({ title, bars }: { readonly title: string; readonly bars: readonly Bar[] }) {
  if (bars.every(({ value }) => value === 0)) return null;
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <Ltr>
      <svg
        class="hifazat-bars"
        role="img"
        aria-label={title}
        viewBox={`0 0 ${WIDTH} ${bars.length * ROW}`}
        width={WIDTH}
        height={bars.length * ROW}
      >
        {bars.map(({ label, value, text }, at) => {
          const length = value === 0 ? 0 : Math.max(THINNEST, (value / most) * WIDTH);
          return (
            <g>
              <text y={at * ROW + 18}>{`${isolated(label)}: ${text}`}</text>
              <rect y={at * ROW + 24} width={length} height={14} />
            </g>
          );
        })}
      </svg>
    </Ltr>
  );
}

/** In the label's own direction (U+2068 to U+2069): the picture is drawn from left to right in every language. */
const isolated = (text: string): string => `\u2068${text}\u2069`;
