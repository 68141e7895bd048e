import type { Tx } from "#storage";
import { RoutingMemo } from "./actions/groups/routing-memo.ts";
import { saveRouting } from "./actions/routing/save-routing.ts";

/** Has alerts go where the text says, from an instant on. */
export async function routeBy(tx: Tx, text: string, now: number): Promise<void> {
  await saveRouting(tx, { text }, { now, managedBy: null, routing: new RoutingMemo() });
}
