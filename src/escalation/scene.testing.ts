import { DAY_MS, HOUR_MS, MINUTE_MS, Random } from "#kernel";
import type { LiveAlert } from "#objectives";
import { liveAlert } from "../alerting/model/alerts.testing.ts";

/** Nobody is on call on Sunday mornings; the clocks change within the scene. */
export const SCHEDULE = `zone: Europe/Madrid
layers:
  - {name: weeks, rotate: [ana, ben], every: 1 week, from: 2026-09-28T09:00, only: [mon 00:00 - sun 06:00, sun 12:00-24:00]}
  - {name: nights, rotate: [dan, ana], every: 1 day, from: 2026-09-28T22:00, only: [mon-fri 22:00-06:00]}
`;

/** What happens: alerts, people, receivers, and where the process dies. Instants are epoch ms. */
export interface Scene {
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  readonly truth: readonly LiveAlert[];
  /** Instants at which the truth changes, ascending. */
  readonly changes: readonly number[];
  readonly isThere: (person: string, at: number) => boolean;
  readonly moodOf: (person: string, at: number) => "ok" | "refuses" | "swallows";
  /** Whether the process dies at its n-th transaction; never in the calm at the end, in which all is delivered. */
  readonly killsAt: (write: number, at: number) => boolean;
}

/** How much of it there is. */
export interface SceneSize {
  readonly days: number;
  readonly alerts: number;
  /** The process dies at each of so many transactions; 0: never. */
  readonly killEvery: number;
}

const START = Date.UTC(2026, 9, 10);
/** After the last alert everything is delivered within so long: receivers are in order then. */
const CALM_MS = DAY_MS;

/** An invented scene: 25 October 2026, when the clocks go back, lies in each that is longer than two weeks. */
export function sceneOf(seed: number, { days, alerts, killEvery }: SceneSize): Scene {
  const random = new Random(seed);
  const calm = START + days * DAY_MS;
  const truth = apart(
    Array.from({ length: alerts }, () => {
      const firedAt = START + HOUR_MS + random.below(Math.floor((calm - START - 12 * HOUR_MS) / 1_000)) * 1_000;
      const lasts = (1 + random.below(random.below(4) === 0 ? 600 : 60)) * MINUTE_MS;
      const objective = `orders/${["availability", "latency", "checkout"][random.below(3)] ?? ""}`;
      const urgency = random.below(4) === 0 ? "ticket" : "page";
      return liveAlert({ objective, urgency, firedAt, toldAt: firedAt, endedAt: firedAt + lasts, end: "resolved" });
    }),
  );
  const hours = days * 24 + 1;
  const moods = drawn(hours, () => (["ok", "ok", "ok", "ok", "refuses", "swallows"] as const)[random.below(6)] ?? "ok");
  const there = drawn(hours, () => random.below(3) > 0);
  const hourOf = (at: number): number => Math.floor((at - START) / HOUR_MS);
  return {
    seed,
    from: START,
    to: calm + CALM_MS,
    truth,
    changes: truth.flatMap(({ firedAt, endedAt }) => [firedAt, endedAt ?? 0]).toSorted((a, b) => a - b),
    isThere: (person, at) => there.get(person)?.[hourOf(at)] ?? true,
    moodOf: (person, at) => (at >= calm ? "ok" : (moods.get(person)?.[hourOf(at)] ?? "ok")),
    killsAt: (write, at) => at < calm && killEvery > 0 && write % killEvery === 0,
  };
}

function drawn<Value>(hours: number, draw: () => Value): Map<string, Value[]> {
  return new Map(["ana", "ben", "cho", "dan"].map((name) => [name, Array.from({ length: hours }, draw)]));
}

/** As an engine would have them: of one objective and urgency no two overlap. */
function apart(alerts: readonly LiveAlert[]): LiveAlert[] {
  const until = new Map<string, number>();
  return alerts
    .toSorted((a, b) => a.firedAt - b.firedAt)
    .filter(({ objective, urgency, firedAt, endedAt }) => {
      const key = `${objective} ${urgency}`;
      if (firedAt <= (until.get(key) ?? 0)) return false;
      until.set(key, endedAt ?? 0);
      return true;
    });
}
