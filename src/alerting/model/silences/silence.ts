import { DAY_MS } from "#kernel";
import type { Mute } from "../groups/mute.ts";
import type { LabelSet } from "../routing/label-set.ts";
import { allMatch, type Matcher, matches } from "../routing/matcher.ts";

/** How long a silence lasts at most: what is to be quiet for longer is no exception, but a wrong route or objective. */
export const SILENCE_MAX_MS = 30 * DAY_MS;
/** How often its author is asked whether it is still wanted. */
const REMINDED_EVERY_MS = 7 * DAY_MS;

/** Alerts that nobody is told of for a time, because somebody said so. Instants are epoch ms; half-open. */
export interface Silence {
  /** `sil_…` */
  readonly id: string;
  /** All must fit; at least one of them does not fit an alert without labels. */
  readonly matchers: readonly Matcher[];
  /** Who made it. */
  readonly author: string;
  readonly reason: string;
  readonly createdAt: number;
  /** When it was made, or last changed: somebody looked at it then. */
  readonly confirmedAt: number;
  readonly startsAt: number;
  /** Of one that was ended early, when that was. */
  readonly endsAt: number;
  /** Who ended it early; null: nobody did. */
  readonly endedBy: string | null;
  readonly revision: number;
}

/** Whether it hides anything at `now`: not yet, now, or no more. */
export function silenceState(
  { startsAt, endsAt }: Pick<Silence, "startsAt" | "endsAt">,
  now: number,
): "pending" | "active" | "ended" {
  if (now >= endsAt) return "ended";
  return now < startsAt ? "pending" : "active";
}

/** When its author is asked next whether it is still wanted, a week after somebody looked at it; null: it is over before. */
export function reminderAt({ confirmedAt, endsAt }: Pick<Silence, "confirmedAt" | "endsAt">): number | null {
  const at = confirmedAt + REMINDED_EVERY_MS;
  return at < endsAt ? at : null;
}

/** What hides an alert at `now`: of several silences the one that ends last. Null: none. */
export function silencedBy(silences: readonly Silence[], labels: LabelSet, now: number): Mute | null {
  const hiding = silences
    .filter((one) => silenceState(one, now) === "active" && allMatch(one.matchers, labels))
    .toSorted((a, b) => b.endsAt - a.endsAt);
  const [last] = hiding;
  if (last === undefined) return null;
  return { by: "silence", until: last.endsAt, text: silenceText(last), of: last.id };
}

/** Whether matchers would hide each and every alert. */
export function hidesEverything(matchers: readonly Matcher[]): boolean {
  return matchers.every((matcher) => matches(matcher, new Map()));
}

function silenceText({ author, reason }: Silence): string {
  return `the silence of ${author} (${reason})`;
}
