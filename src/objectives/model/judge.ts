import { durationText, type Interval } from "#kernel";
import type { Alert } from "./alerts/alert.ts";
import { AlertBook } from "./alerts/alert-book.ts";
import { budgetOf } from "./budgets/budget.ts";
import { type BurnDown, BurnDownNotes } from "./budgets/burn-down.ts";
import { Engine } from "./engine/engine.ts";
import { type Instances, WHOLE_API } from "./engine/instances.ts";
import type { Objective } from "./objective.ts";
import type { PairRule } from "./alerts/policy.ts";
import type { AlertResult, Blame, Explanation, ObjectiveResult, ObjectiveState, PageResult } from "./results.ts";
import { type CountCells, walk } from "./engine/walk.ts";
import { windowFrom } from "./engine/windows.ts";
import { alertText } from "./words.ts";

/** A recorded history, bucketed, and the objectives to judge it by. */
export interface Recorded {
  readonly instances: Instances;
  readonly cells: CountCells;
  /** From the first slot with any request at all to the end of the last one; both multiples of 10 s. */
  readonly span: Interval;
  readonly guard: boolean;
  readonly clientName: (client: number) => string;
  /** Asked for alerts of a whole API, and for those of a client that were not muted. */
  readonly blame: (row: number, window: Interval) => Blame;
  /** Distance of the points of `burnDown`, a multiple of 10 s. */
  readonly burnDownStepMs: number;
}

const NOBODY_BLAMED = { affectedClients: 0, clients: [], operations: [], statuses: [] };

/** What became of the objectives. */
export interface Judged {
  /** By row: each objective, behind it its clients. */
  readonly objectives: readonly ObjectiveResult[];
  /** By the instant they fired; then the API before its clients, availability before latency. */
  readonly alerts: readonly AlertResult[];
  readonly pages: readonly PageResult[];
  /** For each objective as a whole, the budget left at each step and at the end. */
  readonly burnDown: readonly BurnDown[];
}

/** Judges a recorded history: the live engine under the history's own clock. Refuses a target of 100 %. */
export function judge(recorded: Recorded): Judged {
  const { instances, cells, span, guard, burnDownStepMs } = recorded;
  const engine = new Engine({ instances, startedAt: span.from, guard });
  const book = new AlertBook(engine, guard);
  const burnDown = new BurnDownNotes(engine, span);
  walk({ engine, book, cells, span, stepMs: burnDownStepMs, onStep: (at) => burnDown.note(at) });
  const indexes = new Map(book.alerts.map((alert, index) => [alert, index]));
  return {
    objectives: Array.from({ length: instances.length }, (_, row) => objectiveResult({ engine, book, recorded }, row)),
    alerts: book.alerts.map((alert) => alertResult(engine, recorded, alert)),
    pages: book.pages.map(({ at, urgency, alerts }) => ({
      at,
      urgency,
      alerts: alerts.map((alert) => indexes.get(alert) ?? -1).toSorted((a, b) => a - b),
    })),
    burnDown: burnDown.lines(),
  };
}

interface Walked {
  readonly engine: Engine;
  readonly book: AlertBook;
  readonly recorded: Recorded;
}

function objectiveResult(walked: Walked, row: number): ObjectiveResult {
  const { engine, recorded } = walked;
  const { targetPpm, periodMs, period } = engine.policyOf(row);
  const to = recorded.span.to;
  const valid = engine.validOf(row, period);
  const bad = engine.badOf(row, period);
  const { good, remaining, remainingEvents, burnRate } = budgetOf(targetPpm, valid, bad);
  return {
    ...nameOf(recorded, row),
    method: "Occurrences",
    targetPpm,
    window: { kind: "rolling", length: durationText(periodMs), from: windowFrom(to, periodMs), to },
    observedMs: Math.min(periodMs, to - recorded.span.from),
    valid,
    bad,
    good,
    remaining,
    remainingEvents,
    burnRate,
    state: stateOf(walked, row),
  };
}

/** In the order of what serves a reader most: see `ObjectiveState`. */
function stateOf({ engine, book, recorded }: Walked, row: number): ObjectiveState {
  const { targetPpm, periodMs, period } = engine.policyOf(row);
  const valid = engine.validOf(row, period);
  if (valid === 0) return "noTraffic";
  if (budgetOf(targetPpm, valid, engine.badOf(row, period)).exhausted) return "exhausted";
  if (book.findFiring(row, "page") !== undefined || book.findFiring(row, "ticket") !== undefined) return "burning";
  return recorded.span.to - recorded.span.from < periodMs ? "partial" : "ok";
}

function alertResult(engine: Engine, recorded: Recorded, alert: Alert): AlertResult {
  const { rules } = engine.policyOf(alert.row);
  const { name, client } = nameOf(recorded, alert.row);
  return {
    objective: name,
    ...(client === undefined ? {} : { client }),
    urgency: alert.urgency,
    firedAt: alert.firedAt,
    endedAt: alert.endedAt,
    end: alert.end,
    mutedBy: alert.mutedBy === null ? null : (recorded.instances.objectives[alert.mutedBy]?.name ?? null),
    pairs: alert.held.map(({ rule, from, to }) => {
      const { pair, threshold } = rules[rule] as PairRule;
      return { longMs: pair.longMs, shortMs: pair.shortMs, factor: threshold.factor, from, to };
    }),
    explanation: explain(engine, recorded, alert),
  };
}

function explain(engine: Engine, recorded: Recorded, alert: Alert): Explanation {
  const { targetPpm, rules } = engine.policyOf(alert.row);
  const { pair, threshold, guard } = rules[alert.cause.rule] as PairRule;
  const { valid, bad } = alert.cause;
  const { name, client } = nameOf(recorded, alert.row);
  const window = { from: windowFrom(alert.firedAt, pair.longMs), to: alert.firedAt };
  const told = client === undefined || alert.audibleAt !== null;
  const by = told ? recorded.blame(alert.row, window) : NOBODY_BLAMED;
  const { indicator } = recorded.instances.objectives[recorded.instances.objectiveOf(alert.row)] as Objective;
  const text = alertText({
    objective: name,
    client,
    indicator,
    allowedRatio: threshold.ratio,
    burnRate: budgetOf(targetPpm, valid, bad).burnRate,
    valid,
    bad,
    longMs: pair.longMs,
    window,
    by,
  });
  return { text, n: valid, bad, k: guard.least(valid), window, by };
}

function nameOf({ instances, clientName }: Recorded, row: number): { readonly name: string; readonly client?: string } {
  const { name } = instances.objectives[instances.objectiveOf(row)] as Objective;
  const client = instances.clientOf(row);
  return client === WHOLE_API ? { name } : { name, client: clientName(client) };
}
