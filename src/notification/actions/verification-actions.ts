import { type Action, changeAction } from "#identity";
import { Refusal } from "#kernel";
import type { Tx } from "#storage";
import { z } from "zod";
import { methodSchema } from "../contract.ts";
import type { Method } from "../model/method.ts";
import { deleteVerification, findMethod, findVerification, storeMethod, storeVerification } from "../store/methods.ts";
import { beginVerification, codeSecret, proofHash } from "./begin-verification.ts";
import { methodView } from "./method-view.ts";
import { availableKinds, type NotificationParts } from "./notification-parts.ts";
import { ownMethod } from "./own-method.ts";
import { reachablePerson } from "./reachable-person.ts";

const byId = z.strictObject({ id: z.string().max(40) });
/** Codes that may be wrong before a new one has to be sent. */
const WRONG_MAX = 5;

/** How a way is shown to be its owner's, and that it works. */
export function verificationActions(parts: NotificationParts): Record<"send" | "byCode" | "byLink" | "prove", Action> {
  const send = changeAction({
    name: "method.ask-verification",
    may: "signed-in",
    input: byId,
    output: methodSchema,
    run: async ({ id }, { tx, by, about }) => {
      const { person, method } = await ownMethod(tx, by, id);
      about(`person:${person.handle}`);
      await reachablePerson(tx, by);
      await beginVerification(tx, { method, handle: person.handle }, parts);
      return methodView(method, await availableKinds(tx, parts), parts);
    },
    audit: (_input, { kind, address }) => ({ subject: "person", facts: { kind, address } }),
  });
  const prove = changeAction({
    name: "method.prove",
    may: "signed-in",
    input: byId,
    output: methodSchema,
    run: async ({ id }, { tx, by, now, about }) => {
      const { person, method } = await ownMethod(tx, by, id);
      about(`person:${person.handle}`);
      if (method.verifiedAt === null) throw notVerified();
      const proven = { ...method, provenAt: now, failingSince: null, failure: null };
      await storeMethod(tx, proven);
      return methodView(proven, await availableKinds(tx, parts), parts);
    },
    audit: (_input, { kind, address }) => ({ subject: "person", facts: { kind, address } }),
  });
  return { send, byCode: byCode(parts), byLink, prove };
}

function byCode(parts: NotificationParts): Action {
  return changeAction({
    name: "method.verify",
    may: "signed-in",
    input: byId.extend({ code: z.string().regex(/^\d{6}$/, "must be the six digits of the message") }),
    output: z.object({ verified: z.boolean(), triesLeft: z.number(), method: methodSchema }),
    run: async ({ id, code }, { tx, by, now, about }) => {
      const { person, method } = await ownMethod(tx, by, id);
      about(`person:${person.handle}`);
      const begun = await findVerification(tx, "method_id", id);
      if (begun === undefined || now >= begun.until || begun.wrong >= WRONG_MAX) throw codeGone();
      const available = await availableKinds(tx, parts);
      if (begun.sha256 !== proofHash(codeSecret(id, code))) {
        // Kept, so this is an answer and no refusal: a refusal would undo the count.
        const { methodId, ...before } = begun;
        await storeVerification(tx, methodId, { ...before, wrong: begun.wrong + 1 });
        const triesLeft = WRONG_MAX - begun.wrong - 1;
        return { verified: false, triesLeft, method: methodView(method, available, parts) };
      }
      const verified = await settleVerification(tx, method, now);
      return { verified: true, triesLeft: 0, method: methodView(verified, available, parts) };
    },
    audit: (_input, { verified, method: { kind, address } }) => ({
      subject: "person",
      facts: { kind, address, verified },
    }),
  });
}

/** Whoever holds the link reads what comes there; who is signed in, if anybody, does not matter. */
const byLink = changeAction({
  name: "method.verify-by-link",
  may: "public",
  input: z.strictObject({ token: z.string().min(1).max(100) }),
  output: z.object({ address: z.string() }),
  run: async ({ token }, { tx, now, about }) => {
    const begun = await findVerification(tx, "sha256", proofHash(token));
    const method = begun === undefined ? undefined : await findMethod(tx, begun.methodId);
    if (begun === undefined || method === undefined || now >= begun.until) throw linkGone();
    about(`method:${method.id}`);
    await settleVerification(tx, method, now);
    return { address: method.shown };
  },
  audit: (_input, { address }) => ({ subject: "method", facts: { address } }),
});

async function settleVerification(tx: Tx, method: Method, now: number): Promise<Method> {
  const verified = {
    ...method,
    verifiedAt: method.verifiedAt ?? now,
    provenAt: now,
    failingSince: null,
    failure: null,
  };
  await storeMethod(tx, verified);
  await deleteVerification(tx, method.id);
  return verified;
}

function notVerified(): Refusal {
  return new Refusal(
    "conflict",
    "method.not-verified",
    "This way is not verified yet, so that something arrived there says nothing. Verify it first.",
  );
}

function codeGone(): Refusal {
  return new Refusal(
    "conflict",
    "method.code-gone",
    "There is no code that could be right: it is older than 15 minutes, or five tries were wrong. Have a new one sent.",
  );
}

function linkGone(): Refusal {
  return new Refusal(
    "not-found",
    "method.link-gone",
    "This link is used up, older than a day, or a newer one was sent. Have a new one sent under My settings.",
  );
}
