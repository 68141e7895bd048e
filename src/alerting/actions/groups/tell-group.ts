import { renamedAlert } from "#objectives";
import type { Tx } from "#storage";
import type { DecidedNotice } from "../../model/groups/decided-notice.ts";
import type { Group } from "../../model/groups/group.ts";
import { alertSentence } from "../../model/words.ts";
import { alertsOf } from "../../store/alerts.ts";
import type { GroupPorts } from "./group-ports.ts";

const SENTENCES_MAX = 5;

/** Hands a notice over, in the transaction that writes it down. */
export async function tellGroup(
  tx: Tx,
  { group, notice }: { readonly group: Group; readonly notice: DecidedNotice },
  { now, base, clients, tell }: GroupPorts,
): Promise<void> {
  const { reason, due, firing, came, ended } = notice;
  const told = (reason === "ended" ? ended : firing).toSorted((a, b) => b.firedAt - a.firedAt).slice(0, SENTENCES_MAX);
  const alerts = await alertsOf(
    tx,
    told.map(({ alert }) => alert),
  );
  const sentences = alerts
    .toSorted((a, b) => b.firedAt - a.firedAt)
    .map((alert) => alertSentence(renamedAlert(alert, (client) => clients.shownAs(client))));
  await tell(tx, {
    group: group.id,
    reason,
    at: now,
    due,
    since: group.since,
    policy: group.receiver,
    repeatMs: group.repeatMs,
    urgency: group.urgency,
    title: group.title,
    sentences,
    firing: firing.length,
    came: came.length,
    ended: ended.length,
    labels: group.labels,
    url: `${base}/groups/${group.id}`,
  });
}
