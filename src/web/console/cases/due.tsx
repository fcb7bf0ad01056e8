import type { Clock } from "../../../core/clock/clock.ts";
import { formatSpan, formatTime } from "../../ui/dates.ts";
import type { Language } from "../../ui/language.ts";
import { Tag, type TagColour } from "../../ui/notice.tsx";
import { CASES } from "./words.ts";

/** How a clock stands: in a word, in a colour that repeats it, and how long it still is. `now` in seconds. */
export function Due({
  language,
  clock,
  now,
}: {
  readonly language: Language;
  readonly clock: Clock;
  readonly now: number;
}) {
  const { colour, word } = standing(clock, now);
  const words = CASES[language].due;
  return (
    <>
      <Tag colour={colour}>{words[word]}</Tag>{" "}
      <span class="hifazat-nowrap">
        {clock.stoppedAt === null ? formatSpan(language, clock.dueAt, now) : formatTime(language, clock.stoppedAt)}
      </span>
    </>
  );
}

type Word = "onTime" | "soon" | "late" | "endedInTime" | "endedLate";

function standing(clock: Clock, now: number): { readonly colour: TagColour; readonly word: Word } {
  const { stoppedAt, dueAt, warnAt } = clock;
  if (stoppedAt !== null)
    return stoppedAt <= dueAt ? { colour: "grey", word: "endedInTime" } : { colour: "purple", word: "endedLate" };
  if (now >= dueAt) return { colour: "red", word: "late" };
  return now >= warnAt ? { colour: "orange", word: "soon" } : { colour: "green", word: "onTime" };
}
