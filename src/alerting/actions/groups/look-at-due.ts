import type { Reader, State, Tx } from "#storage";
import { firingAlerts } from "../../store/group-members.ts";
import { dueGroups } from "../../store/groups.ts";
import { circumstancesOf } from "./circumstances.ts";
import type { GroupPorts } from "./group-ports.ts";
import { joinGroups } from "./join-groups.ts";
import { GROUPS_AT_ONCE, lookAtGroups } from "./look-at-groups.ts";

/** Transactions of one beat: what is left then is due at the next. */
const TURNS_MAX = 50;

/** Looks at the groups whose time has come, in transactions of bounded size. Gives whether there were any. */
export async function lookAtDue(
  state: Pick<State, "transact"> & { readonly read: Reader },
  ports: GroupPorts,
): Promise<boolean> {
  for (let turn = 0; turn < TURNS_MAX; turn++) {
    const due = await dueGroups(state.read, ports.now, 1);
    if (due.length === 0) return turn > 0;
    await state.transact((tx) => lookAtSome(tx, ports));
  }
  return true;
}

async function lookAtSome(tx: Tx, ports: GroupPorts): Promise<void> {
  const due = await dueGroups(tx, ports.now, GROUPS_AT_ONCE);
  const looks = new Map(due.map(({ id, nextLookAt }) => [id, nextLookAt ?? undefined]));
  await lookAtGroups(tx, { looks, joined: new Map() }, { ...ports, around: await circumstancesOf(tx, ports) });
}

/** Has alerts that fire in no group join theirs: those of a state that had no groups yet. */
export async function adoptAlerts(
  state: Pick<State, "transact"> & { readonly read: Reader },
  ports: GroupPorts,
): Promise<void> {
  if ((await firingAlerts(state.read, "ungrouped")).length === 0) return;
  await state.transact(async (tx) => {
    const around = await circumstancesOf(tx, ports);
    await joinGroups(tx, await firingAlerts(tx, "ungrouped"), { around, nextId: ports.nextId });
  });
}
