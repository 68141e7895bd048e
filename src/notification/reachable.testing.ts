import type { Seal, Tx } from "#storage";
import { storeMethod } from "./store/methods.ts";

/** Gives a person a verified address of mail, NAME@plimsoll.test. */
export async function makeReachable(
  tx: Tx,
  { personId, name }: { readonly personId: string; readonly name: string },
  { seal, now }: { readonly seal: Seal; readonly now: number },
): Promise<void> {
  const address = { mail: `${name}@plimsoll.test` };
  const id = `mth_${name}`;
  await storeMethod(tx, {
    id,
    personId,
    kind: "mail",
    title: "mail",
    sealed: seal.close(JSON.stringify({ given: address, address }), id),
    shown: address.mail,
    createdAt: now,
    verifiedAt: now,
    provenAt: null,
    failingSince: null,
    failure: null,
    disabled: false,
  });
}
