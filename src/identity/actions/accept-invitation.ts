import { z } from "zod";
import { parseInput } from "#http";
import { isoText, Refusal } from "#kernel";
import type { Reader, Tx } from "#storage";
import { newName, offerSchema, sessionSchema } from "../contract.ts";
import { handleOfId, rolesOf } from "../model/person.ts";
import type { InvitationRow, PersonRow } from "../model/rows.ts";
import { deleteInvitation, findInvitation } from "../store/invitations.ts";
import { findPersonBy, insertMembership, updatePerson } from "../store/people.ts";
import { type Action, changeAction, type ChangeContext, readAction } from "./action.ts";
import { code, newPassword, password } from "./passwords.ts";
import { type Proof, prove, type ProofParts, wrongCredentials } from "./prove.ts";
import { addPerson, changePerson, freeHandle } from "./save-person.ts";
import { secretHash } from "./secret.ts";
import { startSession } from "./start-session.ts";

/** What accepting stands on. */
export interface AcceptParts extends ProofParts {
  readonly version: string;
}

const token = z.string().min(1).max(200);

/** What the holder of a link is offered, and taking it. */
export function acceptInvitation(parts: AcceptParts): Record<"offer" | "accept", Action> {
  return { offer, accept: accept(parts) };
}

const offer = readAction({
  name: "invitation.offer",
  may: "public",
  input: z.strictObject({ token }),
  output: offerSchema,
  run: async (input, { read, now }) => {
    const row = await openInvitation(read, input.token, now);
    const { mail, name, organisation, expires_at: expiresAt } = row;
    const person = await accountOf(read, row);
    const hasAccount = person !== undefined && person.password !== "";
    return { mail, name, organisation, roles: rolesOf(row), hasAccount, expiresAt: isoText(expiresAt) };
  },
});

/** What was found before the transaction: an account that was proven, or the password of a new one. */
type Prepared = { readonly proof: Proof } | { readonly hashed: string };

/**
 * Makes the account and signs in. Where the address has an account already, its password is asked for in place of a new
 * one: whoever reads somebody's mail does not get into the account by an invitation.
 */
function accept(parts: AcceptParts): Action {
  return changeAction({
    name: "invitation.accept",
    may: "public",
    input: z.strictObject({
      token,
      name: newName.optional(),
      password,
      code: code.optional(),
    }),
    output: sessionSchema,
    prepare: async (input, context): Promise<Prepared> => {
      const row = await openInvitation(context.read, input.token, context.now);
      const person = await accountOf(context.read, row);
      if (person !== undefined && person.password !== "") {
        const shown = { password: input.password, code: input.code, asksCode: true };
        return { proof: await prove(parts, { account: person.name_key, person, ...shown }, context) };
      }
      const isNamed = row.name !== null || person !== undefined;
      parseInput(z.object({ password: newPassword, name: isNamed ? newName.optional() : newName }), input);
      return { hashed: await parts.passwords.hash(input.password) };
    },
    run: async (input, context, prepared) => {
      const { tx, now } = context;
      // Again: it works once, and may have been used meanwhile.
      const row = await openInvitation(tx, input.token, now);
      await deleteInvitation(tx, row.id);
      const person = await personFor(context, row, { name: input.name, prepared });
      if ("proof" in prepared && !(await parts.secondFactors.use(tx, person.id, prepared.proof.check))) {
        throw wrongCredentials();
      }
      if (row.organisation !== null) {
        await insertMembership(tx, { person_id: person.id, organisation: row.organisation, created_at: now });
      }
      return startSession(person, context, parts.version);
    },
    audit: (_input, { person }) => ({
      subject: `person:${person.name}`,
      facts: { organisations: person.organisations },
    }),
  });
}

async function personFor(
  { tx, now, nextId }: ChangeContext,
  row: InvitationRow,
  { name, prepared }: { name: string | undefined; prepared: Prepared },
): Promise<PersonRow> {
  const found = await accountOf(tx, row);
  if ("proof" in prepared) {
    if (found?.password !== prepared.proof.person.password) throw changedMeanwhile();
    tx.afterCommit(prepared.proof.succeeded);
    return withRoles(tx, found, row);
  }
  if (found === undefined) {
    const id = nextId("per");
    const called = name ?? row.name ?? row.mail.split("@")[0] ?? row.mail;
    const handle = row.organisation === null ? await freeHandle(tx, called) : handleOfId(id);
    const made = { id, name: called, handle, mail: row.mail, roles: rolesOf(row), password: prepared.hashed, now };
    return addPerson(tx, made);
  }
  if (found.password !== "") throw changedMeanwhile();
  const chosen = { ...(await withRoles(tx, found, row)), password: prepared.hashed };
  await updatePerson(tx, chosen);
  return chosen;
}

async function withRoles(tx: Tx, person: PersonRow, row: InvitationRow): Promise<PersonRow> {
  const missing = rolesOf(row).filter((role) => !rolesOf(person).includes(role));
  return missing.length === 0 ? person : changePerson(tx, person, { roles: [...rolesOf(person), ...missing] });
}

async function openInvitation(read: Reader, secret: string, now: number): Promise<InvitationRow> {
  const row = await findInvitation(read, "sha256", secretHash(secret));
  if (row !== undefined && now < row.expires_at) return row;
  throw new Refusal(
    "not-found",
    "invitation.gone",
    "This invitation cannot be used: it was accepted or revoked, or is older than seven days. Ask for a new one; if it was you who accepted it, sign in.",
  );
}

async function accountOf(
  read: Reader,
  { person_id: id, mail_key: key }: InvitationRow,
): Promise<PersonRow | undefined> {
  return id === null ? findPersonBy(read, "mail_key", key) : findPersonBy(read, "id", id);
}

function changedMeanwhile(): Refusal {
  return new Refusal(
    "conflict",
    "invitation.account-changed",
    "The account was changed at the same moment. Open the link again.",
  );
}
