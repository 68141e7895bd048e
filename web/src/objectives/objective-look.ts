import type { MarkTone } from "#charts";
import { stateText } from "../../../src/objectives/model/words.ts";
import type { ClientObjective } from "../server/wire.ts";

/** How the state of an objective looks: a shape, a word, a colour; and the water of its mark. */
export interface ObjectiveLook {
  readonly shape: string;
  readonly word: string;
  readonly colour: string;
  readonly tone: MarkTone;
}

/** Red is for what hurts a client now; a budget that is spent and still fires hurts, too. */
export function objectiveLook({ state }: Pick<ClientObjective, "state">): ObjectiveLook {
  const word = stateText(state);
  switch (state) {
    case "ok":
    case "partial":
      return { shape: "✓", word, colour: "text-ok", tone: "calm" };
    case "burning":
      return { shape: "▲", word, colour: "text-warn", tone: "warn" };
    case "exhausted":
      return { shape: "■", word, colour: "text-bad", tone: "bad" };
    case "noTraffic":
    case "notMeasured":
    case "unknown":
      return { shape: "○", word, colour: "text-soft", tone: "calm" };
  }
}

/** For sorting: what needs somebody first. */
export function harmRank({ state, remaining }: Pick<ClientObjective, "state" | "remaining">): number {
  const rank = { exhausted: 0, burning: 0, unknown: 2, notMeasured: 2, noTraffic: 3, ok: 1, partial: 1 }[state];
  return rank * 1e9 + remaining;
}
