import { alertEndText } from "#objectives";
import { spanText, unreachable } from "#kernel";
import type { StoredAlert } from "./alert.ts";
import type { DeliveryState } from "./delivery.ts";
import type { SignalOutcome } from "./signals/kept-signal.ts";

/**
 * The sentence of an alert in console, webhook and pager. What it says of the budget is the sentence of #objectives at
 * the instant it fired; how it ended stands before it: "Over (resolved after 25 min). When it fired: …".
 */
export function alertSentence(alert: StoredAlert): string {
  const { text } = alert.explanation;
  return alert.endedAt === null ? text : `Over (${endingText(alert)}). When it fired: ${text}`;
}

/** What a destination is told when somebody tries it out. */
export function testSentence(title: string): string {
  return `This is a test of the destination “${title}”, sent because somebody asked for it. Nothing is wrong.`;
}

/** A word or two for a badge of a delivery. */
export function deliveryText(state: DeliveryState): string {
  switch (state) {
    case "due":
      return "waiting to be sent";
    case "delivered":
      return "delivered";
    case "failed":
      return "failed";
    case "skipped":
      return "not sent: its beginning never arrived";
    case "cancelled":
      return "not sent: the destination was deleted";
    default:
      return unreachable(state);
  }
}

/** What became of a signal, in words for a list. */
export function outcomeText(outcome: SignalOutcome): string {
  switch (outcome) {
    case "opened":
      return "opened an alert";
    case "merged":
      return "said something new of an alert that fires";
    case "resolved":
      return "ended its alert";
    case "acknowledged":
      return "says that somebody has seen it";
    case "repeated":
      return "said again what was known";
    case "unknownKey":
      return "ignored: no alert of this key is known";
    default:
      return unreachable(outcome);
  }
}

/** Why nothing is tried any more after so long. */
export function gaveUpText(days: number, lastError: string | null): string {
  return `given up after ${days} days of attempts${lastError === null ? "" : `; the last one: ${lastError}`}`;
}

function endingText(alert: StoredAlert): string {
  const { kind, firedAt, endedAt, pairs, ending, source } = alert;
  if (ending === "withdrawn" && kind === "outside") return "nobody saw it end: its source was removed";
  if (ending === "withdrawn") {
    return "nobody saw it end: it fires no more, since its objective was changed or removed, or Plimsoll was down";
  }
  if (kind !== "outside") return alertEndText({ kind, firedAt, endedAt, pairs: [...pairs], end: ending });
  const length = spanText((endedAt ?? firedAt) - firedAt);
  if (ending === "lapsed") return `not resolved: ${source} stopped saying that it fires, so it lapsed after ${length}`;
  return `resolved after ${length}`;
}
