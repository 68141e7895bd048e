import type { GroupNotice } from "#alerting";
import { findPersonBy, mayOf } from "#identity";
import { findPage } from "../store/pages.ts";
import { actFromMessage } from "./act-from-message.ts";
import type { EscalationPorts } from "./ports.ts";

/** What a known person clicked outside of the console: another system said who it was, and was believed. */
export interface OutsideAct {
  readonly page: string;
  readonly purpose: "acknowledge" | "resolve";
  readonly handle: string;
  /** Where the click came from, for the audit log. */
  readonly address: string;
}

/** Does it as that person, if the person may respond to pages; says what became of it, in words for whoever clicked. */
export async function actAsPerson(
  { page, purpose, handle, address }: OutsideAct,
  ports: EscalationPorts,
): Promise<string> {
  const now = ports.clock.now();
  return await ports.state.transact(async (tx) => {
    const row = await findPage(tx, page);
    if (row === undefined) return "Nothing was changed: this page is not here any more.";
    const person = await findPersonBy(tx, "handle", handle);
    if (person === undefined || !mayOf(person).has("page:respond")) {
      return "Nothing was changed: you may not respond to pages. An administrator can change your roles.";
    }
    const done = { row, purpose, person, by: "slack", now, address } as const;
    const { sentences } = await actFromMessage(tx, done, ports);
    return `${(JSON.parse(row.notice) as GroupNotice).title}: ${sentences.join(" ")}`;
  });
}
