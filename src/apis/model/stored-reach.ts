import {
  type ClientRule,
  clientRuleOf,
  KEYS_ONLY,
  type LogFile,
  logFileOf,
  type Reach,
  type ShownReach,
  type Source,
  sourceByReach,
  type Upstream,
  upstreamOf,
  type WrittenReach,
  writtenClientRule,
  writtenLog,
  writtenUpstream,
} from "./reach.ts";
import type { ApiRow } from "./rows.ts";

/** Of an API's row, what says how its requests reach it. */
export type ReachColumns = Pick<ApiRow, "records" | "upstream" | "logs" | "client_rule">;

/** Of an API of which nothing was said. */
export const NO_REACH: ReachColumns = { records: null, upstream: null, logs: null, client_rule: null };

/** What is given takes the place of what was there; what is left out stays. */
export function reachColumns(written: WrittenReach, before: ReachColumns): ReachColumns {
  const { records, upstream, logs, client } = written;
  return {
    records: records === undefined ? before.records : records,
    upstream:
      upstream === undefined ? before.upstream : upstream === null ? null : JSON.stringify(upstreamOf(upstream)),
    logs: logs === undefined ? before.logs : logsText((logs ?? []).map(logFileOf)),
    client_rule: client === undefined ? before.client_rule : client === null ? null : ruleText(clientRuleOf(client)),
  };
}

/** How requests of an API reach it. */
export function reachOfRow({ records, upstream, logs, client_rule: rule }: ReachColumns): Reach {
  return {
    records,
    upstream: upstream === null ? null : (JSON.parse(upstream) as Upstream),
    logs: logs === null ? [] : (JSON.parse(logs) as LogFile[]),
    client: rule === null ? KEYS_ONLY : (JSON.parse(rule) as ClientRule),
  };
}

/** Who counts the requests of an API; null: nobody said so, and nothing has delivered yet. */
export function countingSource(row: ReachColumns & Pick<ApiRow, "first_source">): Source | null {
  return sourceByReach(reachOfRow(row)) ?? row.first_source;
}

/** The same as people write it; null where nothing was said. */
export function writtenReach(columns: ReachColumns): ShownReach {
  const { records, upstream, logs, client } = reachOfRow(columns);
  return {
    records,
    upstream: upstream === null ? null : writtenUpstream(upstream),
    logs: logs.length === 0 ? null : logs.map(writtenLog),
    client: writtenClientRule(client),
  };
}

/** A text in full: what it does not say is nothing. */
export function normalReach(written: WrittenReach): ShownReach {
  return writtenReach(reachColumns(written, NO_REACH));
}

function logsText(logs: readonly LogFile[]): string | null {
  return logs.length === 0 ? null : JSON.stringify(logs);
}

/** What is as where nothing was said is not kept. */
function ruleText(rule: ClientRule): string | null {
  return writtenClientRule(rule) === null ? null : JSON.stringify(rule);
}
