import { z } from "zod";
import { refuseManaged, refuseStale } from "#http";
import { isoText, Refusal } from "#kernel";
import { mailAddress } from "#mail";
import type { Reader } from "#storage";
import { accountSchema, newName, ownSessionSchema, sessionSchema } from "../contract.ts";
import { personSubject, rolesOf } from "../model/person.ts";
import { reachOf } from "../model/permissions.ts";
import type { PersonRow } from "../model/rows.ts";
import { deleteSession, deleteSessionsOf, sessionsOf } from "../store.ts";
import { deleteResetsOf } from "../store/invitations.ts";
import { bindingsOf } from "../store/bindings.ts";
import { organisationsOf, updatePerson } from "../store/people.ts";
import { recoveryCodesOf, withSecondFactor } from "../store/second-factors.ts";
import { type Action, changeAction, readAction } from "./action.ts";
import { callerPerson } from "./caller-person.ts";
import { type House, tellOwner } from "./house.ts";
import { newPassword, password } from "./passwords.ts";
import { identityView } from "./person-view.ts";
import { proveOwner, type ProofParts, wrongPassword } from "./prove.ts";
import { changePerson } from "./save-person.ts";
import { secretHash } from "./secret.ts";
import { isLive } from "./session.ts";
import { startSession } from "./start-session.ts";

/** What the own account stands on. */
export interface AccountParts extends House, ProofParts {
  readonly version: string;
}

/** What everybody may with the own account, and with no other. */
export function accountActions(
  parts: AccountParts,
): Record<"get" | "put" | "changePassword" | "listSessions" | "endSession" | "endOthers", Action> {
  return {
    get: getAccount,
    put: putAccount(parts),
    changePassword: changePassword(parts),
    listSessions,
    endSession,
    endOthers,
  };
}

const getAccount = readAction({
  name: "account.get",
  may: "signed-in",
  input: z.strictObject({}),
  output: accountSchema,
  run: async (_input, { read, by }) => accountView(read, await callerPerson(read, by)),
});

/** The address takes the password: with it, somebody at an open desk could make the account theirs. */
function putAccount(parts: AccountParts): Action {
  return changeAction({
    name: "account.put",
    may: "signed-in",
    input: z.strictObject({
      name: newName.optional(),
      mail: mailAddress.nullable().optional(),
      password: password.optional(),
    }),
    output: accountSchema,
    prepare: async ({ mail, password: given }, context) =>
      mail === undefined ? undefined : proveOwner(parts, { password: given ?? "" }, context),
    run: async ({ name, mail }, { tx, by, now, call, about }, proof) => {
      const before = await callerPerson(tx, by);
      about(personSubject(before));
      refuseStale(call.precondition, before.revision);
      refuseManaged(before.managed_by, `person ${before.handle}`);
      // Whoever may write people could say it of anybody.
      const isOwnWord = reachOf(by.grants, "person:write") !== "all";
      const after = await changePerson(tx, before, { name, mail, isOwnWord });
      if (proof !== undefined) tx.afterCommit(proof.succeeded);
      if (after.mail_key !== before.mail_key) {
        await tellOwner(parts, tx, { person: before, what: "the address of mail", key: `mail ${before.id} ${now}` });
      }
      return accountView(tx, after);
    },
    audit: (_input, { name, mail }) => ({ subject: "person", facts: { name, mail } }),
  });
}

/** Ends all other sessions, and gives this one a new token. */
function changePassword(parts: AccountParts): Action {
  return changeAction({
    name: "account.change-password",
    may: "signed-in",
    input: z.strictObject({ password, newPassword }),
    output: sessionSchema,
    prepare: async (input, context) => {
      const proof = await proveOwner(parts, { password: input.password }, context);
      return { proof, hashed: await parts.passwords.hash(input.newPassword) };
    },
    run: async (_input, context, { proof, hashed }) => {
      const { tx, by, now } = context;
      const person = await callerPerson(tx, by);
      context.about(personSubject(person));
      if (person.password !== proof.person.password) throw wrongPassword();
      await updatePerson(tx, { ...person, password: hashed });
      await deleteSessionsOf(tx, person.id);
      await deleteResetsOf(tx, person.id);
      await tellOwner(parts, tx, { person, what: "the password", key: `password ${person.id} ${now}` });
      tx.afterCommit(proof.succeeded);
      return startSession(person, context, parts.version);
    },
    audit: () => ({ subject: "person" }),
  });
}

const listSessions = readAction({
  name: "account.sessions",
  may: "signed-in",
  input: z.strictObject({}),
  output: z.object({ items: z.array(ownSessionSchema) }),
  run: async (_input, { read, by, now, call }) => {
    const person = await callerPerson(read, by);
    const rows = (await sessionsOf(read, person.id)).filter((row) => isLive(row, now));
    const own = secretHash(call.credentials.session ?? "");
    return {
      items: rows.map((row) => ({
        id: idOf(row),
        address: row.address,
        createdAt: isoText(row.created_at),
        seenAt: isoText(row.seen_at),
        expiresAt: isoText(row.expires_at),
        isThis: row.sha256 === own,
      })),
    };
  },
});

const endSession = changeAction({
  name: "account.end-session",
  may: "signed-in",
  input: z.strictObject({ id: z.string().max(64) }),
  output: z.void(),
  run: async ({ id }, { tx, by, about }) => {
    const person = await callerPerson(tx, by);
    about(personSubject(person));
    const row = (await sessionsOf(tx, person.id)).find((one) => idOf(one) === id);
    if (row === undefined) throw new Refusal("not-found", "session.not-found", "There is no such session any more.");
    await deleteSession(tx, row.sha256);
  },
  audit: () => ({ subject: "person" }),
});

const endOthers = changeAction({
  name: "account.end-other-sessions",
  may: "signed-in",
  input: z.strictObject({}),
  output: z.void(),
  run: async (_input, { tx, by, call, about }) => {
    const person = await callerPerson(tx, by);
    about(personSubject(person));
    await deleteSessionsOf(tx, person.id, secretHash(call.credentials.session ?? ""));
  },
  audit: () => ({ subject: "person" }),
});

const ID_SHOWN = 24;

/** The beginning of the hash: it names the session, and nobody can use it. */
function idOf({ sha256 }: { sha256: string }): string {
  return sha256.slice(0, ID_SHOWN);
}

async function accountView(read: Reader, person: PersonRow): Promise<z.input<typeof accountSchema>> {
  const { name, mail, revision, managed_by: managedBy, created_at: createdAt } = person;
  const organisations = await organisationsOf(read, person.id);
  const isOn = (await withSecondFactor(read, [person.id])).has(person.id);
  const identities = (await bindingsOf(read, [person.id])).map(identityView);
  const hasPassword = person.password !== "";
  const secondFactor = { isOn, recoveryCodesLeft: (await recoveryCodesOf(read, person.id)).length };
  const roles = rolesOf(person);
  const signsIn = { secondFactor, hasPassword, identities };
  return { name, mail, roles, organisations, createdAt: isoText(createdAt), ...signsIn, revision, managedBy };
}
