import { MINUTE_MS } from "#kernel";
import { decidePage } from "../model/decide-page.ts";
import type { Decision } from "../model/decision.ts";
import type { Facts } from "../model/facts.ts";
import { type PageState, stateOfText } from "../model/page-state.ts";
import { audit } from "../model/page-verbs.ts";
import { thenDue } from "../model/take-notice.ts";
import { duePages, findPage, strandedPages } from "../store/pages.ts";
import { Directory } from "./directory.ts";
import { keepPage } from "./keep-page.ts";
import type { EscalationPorts } from "./ports.ts";

/** What is due may be so late, of running time, before the auditor steps in. */
const LATE_MS = MINUTE_MS;
/** Pages that one beat sees to; what is left comes with the next, a second later. */
const PAGES_MAX = 1_000;

/** Does what is due: each page in a transaction of its own, so that one that fails keeps no other. Says how many. */
export async function beat(now: number, ports: EscalationPorts): Promise<number> {
  const ids = await duePages(ports.state.read, now, PAGES_MAX);
  for (const id of ids) {
    await guarded(ports, id, () => advance(id, now, { ports, decide: decidePage }));
  }
  return ids.length;
}

/**
 * Looks for what must not be: an open page that awaits an answer with nothing due, or whose due has passed for a minute
 * of running time. Its fallback is paged now, and it is said loudly. `runningSince`: since when beats come.
 */
export async function auditPages(
  now: number,
  { runningSince, ports }: { readonly runningSince: number; readonly ports: EscalationPorts },
): Promise<number> {
  const before = now - runningSince > LATE_MS ? now - LATE_MS : 0;
  const rows = await strandedPages(ports.state.read, before, PAGES_MAX);
  for (const { id } of rows) {
    await guarded(ports, id, () =>
      advance(id, now, { ports, decide: (state, at, facts) => thenDue(audit(state, at), at, facts) }),
    );
  }
  return rows.length;
}

async function advance(
  id: string,
  now: number,
  {
    ports,
    decide,
  }: {
    readonly ports: EscalationPorts;
    readonly decide: (state: PageState, now: number, facts: Facts) => Decision;
  },
): Promise<void> {
  await ports.state.transact(async (tx) => {
    const row = await findPage(tx, id);
    if (row === undefined || row.over_at !== null) return;
    const state = stateOfText(row.state);
    const facts = await new Directory(tx, now, ports).facts(state.policy, id);
    const decision = decide(state, now, facts);
    if (decision.entries.length === 0 && decision.state === state) return;
    await keepPage(tx, { row, isNew: false, now }, { decision, ports });
  });
}

/** One page that fails is said loudly, and tried again with the next beat. */
async function guarded({ alarm }: EscalationPorts, id: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (fault) {
    alarm(`page ${id} could not be seen to, and is tried again: ${String(fault)}`);
  }
}
