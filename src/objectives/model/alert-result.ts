import { ceilTo } from "#kernel";
import type { Alert } from "./alerts/alert.ts";
import { alertTimes } from "./alerts/alert-times.ts";
import type { PairRule } from "./alerts/policy.ts";
import { budgetOf } from "./budgets/budget.ts";
import type { Engine } from "./engine/engine.ts";
import { WHOLE_API } from "./engine/instances.ts";
import { GRID_MS, windowFrom } from "./engine/windows.ts";
import type { Objective } from "./objective.ts";
import type { Recorded } from "./recorded.ts";
import type { AlertResult, Blame, Explanation } from "./results.ts";
import { alertText } from "./words.ts";

/** Where nobody is to be blamed, or nobody can tell whom. */
export const NOBODY_BLAMED: Blame = {
  affectedClients: 0,
  activeClients: null,
  clients: [],
  operations: [],
  statuses: [],
  releases: [],
};

/** What explanations ask of those who counted. */
export type Explaining = Pick<Recorded, "instances" | "clientName" | "blame">;

/** An alert as the public contract tells it, with what explains it. */
export function alertResult(engine: Engine, recorded: Explaining, alert: Alert): AlertResult {
  const { name, client } = nameOf(recorded, alert.row);
  return {
    objective: name,
    kind: "burnRate",
    ...(client === undefined ? {} : { client }),
    ...alertTimes(engine, alert),
    explanation: explain(engine, recorded, alert),
  };
}

/** What a row is called: its objective, and its client when it is that of one. */
export function nameOf(
  { instances, clientName }: Pick<Recorded, "instances" | "clientName">,
  row: number,
): { readonly name: string; readonly client?: string } {
  const { name } = instances.objectives[instances.objectiveOf(row)] as Objective;
  const client = instances.clientOf(row);
  return client === WHOLE_API ? { name } : { name, client: clientName(client) };
}

/** Why it fired, told from its cause; who burned it, of what `blame` knows now. */
export function explain(engine: Engine, recorded: Explaining, alert: Alert): Explanation {
  const { targetPpm, rules, unit, method } = engine.policyOf(alert.row);
  const { pair, threshold, guard } = rules[alert.cause.rule] as PairRule;
  const { valid, bad } = alert.cause;
  const { name, client } = nameOf(recorded, alert.row);
  const window = { from: windowFrom(alert.firedAt, pair.longMs), to: alert.firedAt };
  const told = client === undefined || alert.audibleAt !== null;
  const by = told ? recorded.blame(alert.row, window) : NOBODY_BLAMED;
  const clearsAfterMs = clearsAfter(alert.cause.shortRatio, pair.shortMs, threshold.ratio);
  const { indicator } = recorded.instances.objectives[recorded.instances.objectiveOf(alert.row)] as Objective;
  const text = alertText({
    objective: name,
    client,
    indicator,
    method: method.kind,
    allowedRatio: threshold.ratio,
    burnRate: alert.cause.burnRate ?? budgetOf({ targetPpm, unit }, valid, bad).burnRate,
    valid,
    bad: bad / unit,
    longMs: pair.longMs,
    window,
    by,
    clearsAfterMs,
  });
  const n = { n: valid, bad: bad / unit, k: method.kind === "Occurrences" ? guard.least(valid) : 0 };
  return { text, ...n, threshold: threshold.ratio, clearsAfterMs, window, by };
}

/** S · (1 − f · e ÷ r), at the next instant of the grid. */
function clearsAfter(ratio: number | undefined, shortMs: number, allowedRatio: number): number | null {
  if (ratio === undefined || ratio === 0) return null;
  return ceilTo(shortMs * (1 - allowedRatio / ratio), GRID_MS);
}
