import type { Tx } from "#storage";
import { findMessage } from "../store/messages.ts";
import { findMethod, storeMethod } from "../store/methods.ts";

/** The owner of the method acted by what came through it: it works, and whoever reads there is the owner. */
export async function proveMethod(tx: Tx, notification: string, now: number): Promise<void> {
  const sent = await findMessage(tx, notification);
  if (sent?.to.kind !== "person") return;
  const method = await findMethod(tx, sent.address);
  if (method === undefined) return;
  await storeMethod(tx, { ...method, provenAt: now, failingSince: null, failure: null });
}
