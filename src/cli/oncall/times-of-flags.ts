import { DAY_MS, type Interval, Refusal } from "#kernel";
import { instantOfEnd, instantOfStart, writtenTimeOf, type ZoneClock } from "#oncall";

/** Shifts of so long are listed at once. */
const PERIOD_MAX_MS = 50 * 366 * DAY_MS;

/** The instant that --at means; of a time that the clock shows twice, the first. */
export function instantOfFlag(flag: string, text: string, clock: ZoneClock): number {
  return instantOfStart(writtenTime(flag, text), clock);
}

/** The time that --from and --to mean. Refuses one that is empty or longer than 50 years. */
export function periodOfFlags(flags: { readonly from: string; readonly to: string }, clock: ZoneClock): Interval {
  const from = instantOfFlag("--from", flags.from, clock);
  const to = instantOfEnd(writtenTime("--to", flags.to), clock);
  if (from >= to) throw refused(`--from ${flags.from} is not before --to ${flags.to}. Exchange them, or correct one.`);
  if (to - from > PERIOD_MAX_MS) throw refused("--from and --to are more than 50 years apart. Ask for less at once.");
  return { from, to };
}

function writtenTime(flag: string, text: string): ReturnType<typeof writtenTimeOf> {
  try {
    return writtenTimeOf(text);
  } catch (error) {
    throw error instanceof Refusal ? refused(`${flag}: ${error.detail}`) : error;
  }
}

function refused(detail: string): Refusal {
  return new Refusal("invalid", "oncall.time-malformed", detail);
}
