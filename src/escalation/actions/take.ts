import type { Tx } from "#storage";
import type { GroupNotice } from "#alerting";
import { stateOfText } from "../model/page-state.ts";
import type { PageRow } from "../model/rows.ts";
import { beginPage, isUpgrade, takeNotice } from "../model/take-notice.ts";
import { openPageOf, owedPagesOf, updatePage } from "../store/pages.ts";
import type { Directory } from "./directory.ts";
import { endMessage, keepPage } from "./keep-page.ts";
import { policyNow } from "./policy-now.ts";
import type { EscalationPorts } from "./ports.ts";

/** What taking a notice works with; `directory` is of the notice's instant. */
export interface TakingPorts extends EscalationPorts {
  readonly directory: Directory;
}

/**
 * Takes what alerting says of a group, in alerting's own transaction: begins, feeds or ends its page. Every firing group
 * that is told of has a page: one that was closed by hand and is told of again gets a new one.
 */
export async function take(tx: Tx, notice: GroupNotice, ports: TakingPorts): Promise<void> {
  const open = await openPageOf(tx, notice.group);
  if (open !== undefined) await feed(tx, { row: open, notice }, ports);
  else if (notice.reason !== "ended") await begin(tx, notice, ports);
  if (notice.reason === "ended") await tellEnds(tx, notice, ports);
}

async function begin(tx: Tx, notice: GroupNotice, ports: TakingPorts): Promise<void> {
  const inForce = await policyNow(tx, notice.policy);
  const decision = beginPage(notice, inForce, await ports.directory.facts(inForce.policy));
  await keepPage(tx, { row: rowOf(notice, ports.nextId("page")), isNew: true, now: notice.at }, { decision, ports });
}

async function feed(
  tx: Tx,
  { row, notice }: { readonly row: PageRow; readonly notice: GroupNotice },
  ports: TakingPorts,
): Promise<void> {
  const state = stateOfText(row.state);
  const inForce = await policyNow(tx, notice.policy);
  const { policy } = isUpgrade(state, notice) ? inForce : state;
  const facts = await ports.directory.facts(policy, row.id);
  const decision = takeNotice(state, notice, { inForce, facts });
  const fed = { ...row, notice: JSON.stringify(notice) };
  await keepPage(tx, { row: fed, isNew: false, now: notice.at }, { decision, ports });
}

/** Whoever was told that it broke is told that it is over: by the open page, and by those that were closed by hand. */
async function tellEnds(tx: Tx, notice: GroupNotice, { notifications }: TakingPorts): Promise<void> {
  for (const row of await owedPagesOf(tx, notice.group)) {
    await notifications.tellEnd(tx, row.id, endMessage(notice, notice.at));
    await updatePage(tx, { ...row, end_told_at: notice.at });
  }
}

function rowOf(notice: GroupNotice, id: string): PageRow {
  return {
    id,
    group_id: notice.group,
    policy: notice.policy,
    urgency: notice.urgency,
    notice: JSON.stringify(notice),
    state: "",
    since_at: notice.since,
    begun_at: notice.at,
    due_at: notice.due,
    told_at: null,
    reacted_at: null,
    reacted_by: null,
    over_at: null,
    end_told_at: null,
    next_at: null,
    awaits: 0,
    seq: 0,
    revision: 0,
  };
}
