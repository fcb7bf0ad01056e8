import { Ltr } from "./ltr.tsx";

export type Bar = { readonly label: string; readonly value: number; readonly text: string };

const ROW = 28;
const WIDTH = 320;
/** A value that is there is never too thin to be seen. */
const THINNEST = 2;

/** Bars beside each other to compare; the table under it has the same numbers, so it is no loss not to see them. */
export function Bars({ title, bars }: { readonly title: string; readonly bars: readonly Bar[] }) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <Ltr>
      <svg
        class="hifazat-bars"
        role="img"
        aria-label={title}
        viewBox={`0 0 ${WIDTH * 2} ${bars.length * ROW}`}
        width={WIDTH * 2}
        height={bars.length * ROW}
      >
        {bars.map(({ label, value, text }, at) => {
          const length = value === 0 ? 0 : Math.max(THINNEST, (value / most) * (WIDTH - 60));
          return (
            <g>
              <text x={WIDTH - 8} y={at * ROW + 19} text-anchor="end">
                {isolated(label)}
              </text>
              <rect x={WIDTH} y={at * ROW + 4} width={length} height={ROW - 8} />
              <text x={WIDTH + length + 6} y={at * ROW + 19}>
                {text}
              </text>
            </g>
          );
        })}
      </svg>
    </Ltr>
  );
}

/** In the label's own direction (U+2068 to U+2069): the picture is drawn from left to right in every language. */
const isolated = (text: string): string => `\u2068${text}\u2069`;
