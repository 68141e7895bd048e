import type { Shift, Shifts } from "./on-call.ts";

/** When somebody is on call; shifts that follow each other with other people beside are one time. */
export function ownTimes(shifts: readonly Shift[], person: string): Shifts["gaps"][number][] {
  const times: { start: number; end: number }[] = [];
  for (const { start, end, people } of shifts) {
    if (!people.includes(person)) continue;
    const last = times.at(-1);
    if (last?.end === start) last.end = end;
    else times.push({ start, end });
  }
  return times;
}
