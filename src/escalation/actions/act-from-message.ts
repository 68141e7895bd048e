import type { GroupNotice } from "#alerting";
import { writeAudit } from "#identity";
import type { Tx } from "#storage";
import { isHeld, type PageState, stateOfText } from "../model/page-state.ts";
import { acknowledge, resolve } from "../model/page-verbs.ts";
import type { PageRow } from "../model/rows.ts";
import { pageSentence } from "../model/words.ts";
import { actOnPage } from "./act-on-page.ts";
import type { EscalationPorts } from "./ports.ts";

/** What somebody does out of a message, without a session; who it is was proved already. */
export interface MessageAct {
  readonly row: PageRow;
  readonly purpose: "acknowledge" | "resolve";
  readonly person: { readonly handle: string; readonly name: string };
  /** The link of the person's own, or a click that Slack signed. */
  readonly by: "link" | "slack";
  /** Epoch ms. */
  readonly now: number;
  readonly address: string;
}

/**
 * Does it, with an audit entry in the same transaction; twice is once. What somebody else has, or is over, stays as it
 * is, and the sentences say so.
 */
export async function actFromMessage(
  tx: Tx,
  { row, purpose, person, by, now, address }: MessageAct,
  ports: EscalationPorts,
): Promise<{ readonly sentences: readonly string[]; readonly isDone: boolean }> {
  const state = stateOfText(row.state);
  const notice = JSON.parse(row.notice) as GroupNotice;
  const isOwn = state.acknowledgements.some((one) => one.by === person.handle);
  const isTaken = purpose === "acknowledge" && isHeld(state) && !isOwn;
  if (state.over !== null || isTaken) {
    return { sentences: ["Nothing was changed.", standingOf(state, notice)], isDone: false };
  }
  const act = { by: person.handle, at: now, link: by === "link" };
  const after = await actOnPage(
    tx,
    {
      page: row.id,
      now,
      decide: ({ facts }) =>
        purpose === "acknowledge"
          ? acknowledge(state, act)
          : resolve(state, act, { firing: notice.firing, told: facts.told }),
    },
    ports,
  );
  await writeAudit(tx, {
    at: now,
    by: { kind: "person", name: person.name },
    action: purpose === "acknowledge" ? "page.acknowledge" : "page.resolve",
    subject: `page:${row.id}`,
    facts: { by, title: notice.title },
    address,
  });
  return { sentences: [standingOf(stateOfText(after.state), notice)], isDone: true };
}

/** How a page stands, without its title in front. */
export function standingOf(state: PageState, notice: GroupNotice): string {
  return pageSentence(state, notice).slice(notice.title.length + 2);
}
