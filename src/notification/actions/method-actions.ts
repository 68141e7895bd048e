import { isDeepStrictEqual } from "node:util";
import { page } from "#http";
import { type Action, callerPerson, changeAction, readAction } from "#identity";
import { Refusal } from "#kernel";
import { z } from "zod";
import { addressField, kindField, methodSchema, newMethodSchema, titleField } from "../contract.ts";
import { type Method, METHODS_MAX } from "../model/method.ts";
import { deleteMethod, methodsOf, storeMethod } from "../store/methods.ts";
import { beginVerification } from "./begin-verification.ts";
import { methodView } from "./method-view.ts";
import { availableKinds, type NotificationParts } from "./notification-parts.ts";
import { ownMethod } from "./own-method.ts";
import { reachablePerson } from "./reachable-person.ts";
import { openAddress, sealAddress } from "./sealed-address.ts";

const byId = z.strictObject({ id: z.string().max(40) });

/** What everybody may with the ways to oneself, and with no others. */
export function methodActions(parts: NotificationParts): Record<"list" | "add" | "put" | "remove", Action> {
  const list = readAction({
    name: "method.list",
    may: "signed-in",
    input: z.strictObject({}),
    output: page(methodSchema),
    run: async (_input, { read, by }) => {
      const person = await callerPerson(read, by);
      const available = await availableKinds(read, parts);
      const methods = await methodsOf(read, [person.id]);
      return { items: methods.map((one) => methodView(one, available, parts)), next: null };
    },
  });
  const put = changeAction({
    name: "method.put",
    may: "signed-in",
    input: byId.extend({ title: titleField.optional(), disabled: z.boolean().optional() }),
    output: methodSchema,
    run: async ({ id, title, disabled }, { tx, by, about }) => {
      const { person, method } = await ownMethod(tx, by, id);
      about(`person:${person.handle}`);
      const after = { ...method, title: title ?? method.title, disabled: disabled ?? method.disabled };
      await storeMethod(tx, after);
      return methodView(after, await availableKinds(tx, parts), parts);
    },
    audit: (_input, { kind, address, disabled }) => ({ subject: "person", facts: { kind, address, disabled } }),
  });
  const remove = changeAction({
    name: "method.delete",
    may: "signed-in",
    input: byId,
    output: z.void(),
    run: async ({ id }, { tx, by, about }) => {
      const { person } = await ownMethod(tx, by, id);
      about(`person:${person.handle}`);
      await deleteMethod(tx, id);
    },
    audit: ({ id }) => ({ subject: "person", facts: { id } }),
  });
  return { list, add: addMethod(parts), put, remove };
}

/** A new way is verified before anything else is sent there; what verifies it is ordered at once. */
function addMethod(parts: NotificationParts): Action {
  return changeAction({
    name: "method.add",
    may: "signed-in",
    input: z.strictObject({ kind: kindField, title: titleField.default(""), address: addressField }),
    output: newMethodSchema,
    run: async ({ kind, title, address: given }, { tx, by, now, nextId, about }) => {
      const person = await reachablePerson(tx, by);
      about(`person:${person.handle}`);
      const id = nextId("mth");
      const sealed = sealAddress(parts, { id, kind, given, owner: "person" });
      const own = await methodsOf(tx, [person.id]);
      refuseOneMore(own, { kind, given: sealed.given }, parts);
      const method: Method = {
        id,
        personId: person.id,
        kind,
        title,
        sealed: sealed.sealed,
        shown: sealed.shown,
        createdAt: now,
        verifiedAt: null,
        provenAt: null,
        failingSince: null,
        failure: null,
        disabled: false,
      };
      await storeMethod(tx, method);
      await beginVerification(tx, { method, handle: person.handle }, parts);
      return { ...methodView(method, await availableKinds(tx, parts), parts), secret: sealed.secret };
    },
    audit: (_input, { kind, address }) => ({ subject: "person", facts: { kind, address } }),
  });
}

function refuseOneMore(
  own: readonly Method[],
  { kind, given }: { readonly kind: string; readonly given: unknown },
  parts: NotificationParts,
): void {
  if (own.length >= METHODS_MAX) {
    throw new Refusal(
      "conflict",
      "method.too-many",
      `You have ${METHODS_MAX} ways already, so none was added. Remove one that you do not use.`,
      { max: METHODS_MAX },
    );
  }
  const isThere = own.some((one) => one.kind === kind && isDeepStrictEqual(openAddress(parts, one)?.given, given));
  if (!isThere) return;
  throw new Refusal("conflict", "method.exists", "This way is among yours already, so nothing was added.");
}
