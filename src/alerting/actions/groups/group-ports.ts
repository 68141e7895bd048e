import type { Tx } from "#storage";
import type { Shown } from "../../model/alert-view.ts";
import type { GroupNotice } from "../../model/group-notice.ts";
import type { RoutingMemo } from "./routing-memo.ts";

/** What groups need to be kept and told. */
export interface GroupPorts extends Shown {
  readonly now: number;
  readonly nextId: (prefix: string) => string;
  /** Told of each notice, in this transaction. */
  readonly tell: (tx: Tx, notice: GroupNotice) => Promise<void>;
  readonly routing: RoutingMemo;
}
