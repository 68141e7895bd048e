import type { GroupNotice } from "#alerting";
import { Refusal } from "#kernel";
import type { Reader, Tx } from "#storage";
import type { Decision } from "../model/decision.ts";
import type { Facts } from "../model/facts.ts";
import { type PageState, stateOfText } from "../model/page-state.ts";
import type { PageRow } from "../model/rows.ts";
import { thenDue } from "../model/take-notice.ts";
import { findPage } from "../store/pages.ts";
import { Directory } from "./directory.ts";
import { keepPage } from "./keep-page.ts";
import type { EscalationPorts } from "./ports.ts";

/** What a verb decides by. */
export interface ActedOn {
  readonly state: PageState;
  readonly notice: GroupNotice;
  readonly facts: Facts;
  readonly directory: Directory;
}

/** What somebody does with a page, at an instant (epoch ms). */
export interface PageAct {
  readonly page: string;
  readonly now: number;
  readonly decide: (on: ActedOn) => Decision | Promise<Decision>;
}

/** Does it, with all that is due at once because of it. Refuses a page that is not there, or over. */
export async function actOnPage(tx: Tx, { page, now, decide }: PageAct, ports: EscalationPorts): Promise<PageRow> {
  const row = await getPage(tx, page);
  refuseOver(row);
  const state = stateOfText(row.state);
  const directory = new Directory(tx, now, ports);
  const facts = await directory.facts(state.policy, page);
  const notice = JSON.parse(row.notice) as GroupNotice;
  const decision = await decide({ state, notice, facts, directory });
  const dueBy = decision.state.policy === state.policy ? facts : await directory.facts(decision.state.policy, page);
  return await keepPage(tx, { row, isNew: false, now }, { decision: thenDue(decision, now, dueBy), ports });
}

/** The page of this id; refuses when there is none. */
export async function getPage(read: Reader, page: string): Promise<PageRow> {
  const row = await findPage(read, page);
  if (row !== undefined) return row;
  throw new Refusal("not-found", "page.not-found", `There is no page "${page}". GET /api/v1/pages lists them.`, {
    page,
  });
}

function refuseOver({ id, over_at: overAt }: PageRow): void {
  if (overAt === null) return;
  throw new Refusal("conflict", "page.over", "This page is over already, so nothing was changed. Load it again.", {
    page: id,
  });
}
