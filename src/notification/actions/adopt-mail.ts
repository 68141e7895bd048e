import { mailKey } from "#mail";
import type { Tx } from "#storage";
import { METHODS_MAX } from "../model/method.ts";
import { deleteVerification, methodsOf, storeMethod } from "../store/methods.ts";
import type { NotificationParts } from "./notification-parts.ts";
import { openAddress, sealAddress } from "./sealed-address.ts";

/** A person showed that an address of mail is theirs: from then on it is a verified way to them, unless they have it already. */
export async function adoptMail(
  tx: Tx,
  { personId, mail }: { readonly personId: string; readonly mail: string },
  parts: NotificationParts,
): Promise<void> {
  const now = parts.clock.now();
  const own = await methodsOf(tx, [personId]);
  const there = own.find((method) => method.kind === "mail" && isOf(openAddress(parts, method)?.given, mail));
  if (there !== undefined) {
    await storeMethod(tx, { ...there, verifiedAt: there.verifiedAt ?? now });
    await deleteVerification(tx, there.id);
    return;
  }
  if (own.length >= METHODS_MAX) return;
  const id = parts.nextId("mth");
  const { sealed, shown } = sealAddress(parts, { id, kind: "mail", given: { mail }, owner: "person" });
  await storeMethod(tx, {
    id,
    personId,
    kind: "mail",
    title: "",
    sealed,
    shown,
    createdAt: now,
    verifiedAt: now,
    provenAt: null,
    failingSince: null,
    failure: null,
    disabled: false,
  });
}

function isOf(given: unknown, mail: string): boolean {
  const { mail: own } = (given ?? {}) as { readonly mail?: unknown };
  return typeof own === "string" && mailKey(own) === mailKey(mail);
}
