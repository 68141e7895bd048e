import type { Receiver } from "../model/decision.ts";
import { stateOfText } from "../model/page-state.ts";
import type { PageRow } from "../model/rows.ts";
import type { Directory } from "./directory.ts";

/** Whom what is next of a page would tell, by who is on call at that instant; nobody where nothing is next. */
export async function nextReceivers(row: PageRow, now: number, known: Directory): Promise<readonly Receiver[]> {
  const { next, policy, step, round, acknowledgements, over } = stateOfText(row.state);
  if (next === null || over !== null) return [];
  const directory = known.at(Math.max(now, next.at));
  if (next.what === "expiry") return acknowledgements.map(({ by }) => ({ kind: "person", name: by }));
  const isLast = step >= policy.steps.length && round >= policy.rounds;
  if (next.what === "fallback" || (next.what === "step" && isLast)) return await directory.fallbackOf(policy);
  const comes = next.what === "step" && step < policy.steps.length ? step : 0;
  return (await directory.facts(policy)).steps[comes]?.flatMap(({ receivers }) => receivers) ?? [];
}
