import { z } from "zod";
import { parseInput } from "#http";
import { isoText, Refusal } from "#kernel";
import { newName, offerSchema, sessionSchema } from "../contract.ts";
import { personSubject, rolesOf } from "../model/person.ts";
import type { InvitationRow, PersonRow } from "../model/rows.ts";
import { updatePerson } from "../store/people.ts";
import { type Action, changeAction, type ChangeContext, readAction } from "./action.ts";
import { type House, proveMail } from "./house.ts";
import { code, newPassword, password } from "./passwords.ts";
import { type Proof, prove, type ProofParts, wrongCredentials } from "./prove.ts";
import { startSession } from "./start-session.ts";
import { addInvited, hasWayIn, invitedAccount, openInvitation, takeInvitation } from "./take-invitation.ts";

/** What accepting stands on. */
export interface AcceptParts extends ProofParts, House {
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
    const person = await invitedAccount(read, row);
    const hasAccount = person !== undefined && (await hasWayIn(read, person));
    // One whom a text brought has roles already: what is said there counts, not what stands in the invitation.
    const roles = rolesOf(row.person_id === null || person === undefined ? row : person);
    return { mail, name, organisation, roles, hasAccount, expiresAt: isoText(expiresAt) };
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
      const person = await invitedAccount(context.read, row);
      if (person !== undefined && (await hasWayIn(context.read, person))) {
        const shown = { password: input.password, code: input.code, asksCode: true };
        return { proof: await prove(parts, { account: person.name_key, person, ...shown }, context) };
      }
      const isNamed = row.name !== null || person !== undefined;
      parseInput(z.object({ password: newPassword, name: isNamed ? newName.optional() : newName }), input);
      return { hashed: await parts.passwords.hash(input.password) };
    },
    run: async (input, context, prepared) => {
      // Again: it works once, and may have been used meanwhile.
      const row = await openInvitation(context.tx, input.token, context.now);
      const person = await takeInvitation(context, row, await personFor(context, row, { name: input.name, prepared }));
      context.about(personSubject(person));
      if (person.mail_key === row.mail_key) await proveMail(parts, context.tx, person);
      if ("proof" in prepared && !(await parts.secondFactors.use(context.tx, person.id, prepared.proof.check))) {
        throw wrongCredentials();
      }
      return startSession(person, context, parts.version);
    },
    audit: (_input, { person }) => ({
      subject: "person",
      facts: { organisations: person.organisations },
    }),
  });
}

async function personFor(
  context: ChangeContext,
  row: InvitationRow,
  { name, prepared }: { name: string | undefined; prepared: Prepared },
): Promise<PersonRow> {
  const { tx } = context;
  const found = await invitedAccount(tx, row);
  if ("proof" in prepared) {
    if (found?.password !== prepared.proof.person.password) throw changedMeanwhile();
    tx.afterCommit(prepared.proof.succeeded);
    return found;
  }
  if (found === undefined) return addInvited(context, row, { name, password: prepared.hashed });
  if (await hasWayIn(tx, found)) throw changedMeanwhile();
  const chosen = { ...found, password: prepared.hashed };
  await updatePerson(tx, chosen);
  return chosen;
}

function changedMeanwhile(): Refusal {
  return new Refusal(
    "conflict",
    "invitation.account-changed",
    "The account was changed at the same moment. Open the link again.",
  );
}
