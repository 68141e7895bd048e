import { AlertBook } from "./alerts/alert-book.ts";
import { alertResult } from "./alert-result.ts";
import { type BurnDown, BurnDownNotes } from "./budgets/burn-down.ts";
import { Engine } from "./engine/engine.ts";
import { walk } from "./engine/walk.ts";
import { exclude } from "./exclude.ts";
import { heldBackIn } from "./held-back-in.ts";
import { ObjectiveResults } from "./objective-results.ts";
import type { Recorded } from "./recorded.ts";
import { RecordedSums } from "./recorded-sums.ts";
import type { AlertResult, ObjectiveResult, PageResult } from "./results.ts";
import { sideAlerts } from "./side-alerts.ts";
import { mergedTold, type Told } from "./told.ts";

/** What became of the objectives. */
export interface Judged {
  /** By row: each objective, behind it its clients. */
  readonly objectives: readonly ObjectiveResult[];
  /** By the instant they fired; then the API before its clients, availability before latency, and last vanished traffic and lost measurement. */
  readonly alerts: readonly AlertResult[];
  readonly pages: readonly PageResult[];
  /** For each objective as a whole, the budget left at each step and at the end. */
  readonly burnDown: readonly BurnDown[];
}

/** Judges a recorded history: the live engine under the history's own clock. Refuses a target of 100 %. */
export function judge(recorded: Recorded): Judged {
  const { instances, span, guard, slotMs, coverage, burnDownStepMs } = recorded;
  const engine = new Engine({
    instances,
    startedAt: span.from,
    guard,
    ...(slotMs === undefined ? {} : { slotMs }),
    ...(coverage === undefined ? {} : { coverage }),
  });
  const book = new AlertBook(engine, guard, heldBackIn(recorded));
  const burnDown = new BurnDownNotes(engine, span);
  const separated = exclude(recorded);
  walk({ engine, book, cells: separated.kept, span, stepMs: burnDownStepMs, onStep: (at) => burnDown.note(at) });
  const burning = burningAlerts(engine, recorded, book);
  const beside = new RecordedSums(engine, separated, span.to);
  return {
    objectives: new ObjectiveResults({ engine, book, at: span.to, clientName: recorded.clientName, beside }).all(),
    ...mergedTold([burning, sideAlerts(recorded, burning.alerts)]),
    burnDown: burnDown.lines(),
  };
}

/** The alerts of objectives, as results. */
function burningAlerts(engine: Engine, recorded: Recorded, book: AlertBook): Told {
  const results = new Map(book.alerts.map((alert) => [alert, alertResult(engine, recorded, alert)]));
  const pages = book.pages.map((page) => ({
    ...page,
    alerts: page.alerts.map((alert) => results.get(alert) as AlertResult),
  }));
  return { alerts: [...results.values()], pages };
}
