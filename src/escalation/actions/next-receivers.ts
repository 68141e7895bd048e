import type { Reader } from "#storage";
import type { Receiver } from "../model/decision.ts";
import { stateOfText } from "../model/page-state.ts";
import type { PageRow } from "../model/rows.ts";
import { Directory } from "./directory.ts";
import type { EscalationPorts } from "./ports.ts";

/** Whom what is next of a page would tell, by who is on call at that instant; nobody where nothing is next. */
export async function nextReceivers(
  read: Reader,
  row: PageRow,
  { now, ports }: { readonly now: number; readonly ports: Pick<EscalationPorts, "schedules" | "notifications"> },
): Promise<readonly Receiver[]> {
  const { next, policy, step, round, acknowledgements, over } = stateOfText(row.state);
  if (next === null || over !== null) return [];
  const directory = new Directory(read, Math.max(now, next.at), ports);
  if (next.what === "expiry") return acknowledgements.map(({ by }) => ({ kind: "person", name: by }));
  const isLast = step >= policy.steps.length && round >= policy.rounds;
  if (next.what === "fallback" || (next.what === "step" && isLast)) return await directory.fallbackOf(policy);
  const comes = next.what === "step" && step < policy.steps.length ? step : 0;
  return (await directory.facts(policy)).steps[comes]?.flatMap(({ receivers }) => receivers) ?? [];
}
