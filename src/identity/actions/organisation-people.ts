import { z } from "zod";
import { HOUR_MS, isoText, Refusal } from "#kernel";
import { mailAddress } from "#mail";
import type { Reader } from "#storage";
import { membersSchema, newName, sentInvitationSchema } from "../contract.ts";
import { deleteInvitation, invitationsFor } from "../store/invitations.ts";
import { deleteMembership, membersOf } from "../store/people.ts";
import { type Action, changeAction, readAction } from "./action.ts";
import { Attempts } from "./attempts.ts";
import { type House, sendsMail } from "./house.ts";
import { getInvitation } from "./invitation-actions.ts";
import { invitationView, invite, sendAgain } from "./invite.ts";

/** Of one organisation. */
const MEMBERS_MAX = 200;
/** Letters to strangers that an organisation can cause. */
const LETTERS = { max: 20, windowMs: HOUR_MS };

/** Whether there is an organisation of this name: the module that knows them is above this one. */
export type OrganisationExists = (read: Reader, organisation: string) => Promise<boolean>;

/** What the people of an organisation stand on. */
export interface OrganisationParts extends House {
  readonly organisationExists?: OrganisationExists;
}

const organisation = z.string().min(1).max(63);
const ofOrganisation = z.strictObject({ organisation });
const owner = (input: { organisation: string }): Promise<string> => Promise.resolve(input.organisation);

/** Who acts for an organisation: kept by whoever may write organisations, its own people included. */
export function organisationPeople(
  parts: OrganisationParts,
): Record<"list" | "invite" | "send" | "revoke" | "remove", Action> {
  const letters = new Attempts(LETTERS);
  return { list: listMembers, invite: inviteMember(parts, letters), send: resend(parts, letters), revoke, remove };
}

const listMembers = readAction({
  name: "member.list",
  may: "organisation:read",
  owner,
  input: ofOrganisation,
  output: membersSchema,
  run: async (input, { read, now }) => {
    const people = await membersOf(read, input.organisation);
    const invitations = await invitationsFor(read, now, input.organisation);
    return {
      people: people.map(({ id, name, mail, since }) => ({ id, name, mail, since: isoText(since) })),
      invitations: invitations.map(invitationView),
    };
  },
});

/**
 * Says the same whether the address is somebody's who is here or not. Where no mail is sent the link goes to who
 * invites, so that then only the provider's people may: with it one could take an account in a stranger's name.
 */
function inviteMember(parts: OrganisationParts, letters: Attempts): Action {
  return changeAction({
    name: "member.invite",
    may: "organisation:write",
    owner,
    input: ofOrganisation.extend({ mail: mailAddress, name: newName.optional() }),
    output: sentInvitationSchema,
    run: async (input, { tx, by, within, now, nextId }) => {
      if (within !== null) refuseOwn(parts, letters, { organisation: input.organisation, now });
      if ((await parts.organisationExists?.(tx, input.organisation)) === false) throw noOrganisation();
      if ((await membersOf(tx, input.organisation)).length >= MEMBERS_MAX) throw tooMany();
      const order = {
        mail: input.mail,
        name: input.name ?? null,
        roles: [],
        organisation: input.organisation,
        personId: null,
      };
      return invite(parts, tx, { order, inviting: { now, nextId, createdBy: by.name } });
    },
    audit: (input, { mail }) => ({ subject: `organisation:${input.organisation}`, facts: { mail } }),
  });
}

function resend(parts: OrganisationParts, letters: Attempts): Action {
  return changeAction({
    name: "member.send-invitation",
    may: "organisation:write",
    owner,
    input: ofOrganisation.extend({ id: z.string().max(64) }),
    output: sentInvitationSchema,
    run: async (input, { tx, within, now }) => {
      const row = await getInvitation(tx, input.id, input.organisation);
      if (within !== null) refuseOwn(parts, letters, { organisation: input.organisation, now });
      return sendAgain(parts, tx, { row, now });
    },
    audit: (input, { mail }) => ({ subject: `organisation:${input.organisation}`, facts: { mail } }),
  });
}

const revoke = changeAction({
  name: "member.revoke-invitation",
  may: "organisation:write",
  owner,
  input: ofOrganisation.extend({ id: z.string().max(64) }),
  output: z.void(),
  run: async (input, { tx }) => {
    const { id } = await getInvitation(tx, input.id, input.organisation);
    await deleteInvitation(tx, id);
  },
  audit: (input) => ({ subject: `organisation:${input.organisation}`, facts: { invitation: input.id } }),
});

/** The account stays, and can do nothing for this organisation from the next request on. */
const remove = changeAction({
  name: "member.remove",
  may: "organisation:write",
  owner,
  input: ofOrganisation.extend({ id: z.string().max(64) }),
  output: z.void(),
  run: async (input, { tx }) => {
    if (await deleteMembership(tx, input.id, input.organisation)) return;
    throw new Refusal("not-found", "member.not-found", "Nobody of this organisation is that person. Look at its list.");
  },
  audit: (input) => ({ subject: `organisation:${input.organisation}`, facts: { person: input.id } }),
});

function refuseOwn(house: House, letters: Attempts, at: { organisation: string; now: number }): void {
  if (!sendsMail(house)) {
    throw new Refusal(
      "unavailable",
      "mail.off",
      "This server sends no mail, so nobody can be invited from here. Ask the provider of the API to invite for you.",
    );
  }
  if (letters.take(at.organisation, at.now)) return;
  throw new Refusal(
    "limit",
    "invitation.too-many",
    "Your organisation sent many invitations within an hour, so none was sent. Try again in an hour.",
    { retryAfterSeconds: HOUR_MS / 1_000 },
  );
}

function noOrganisation(): Refusal {
  return new Refusal("not-found", "organisation.not-found", "There is no such organisation, so nobody was invited.");
}

function tooMany(): Refusal {
  return new Refusal(
    "conflict",
    "member.too-many",
    `${MEMBERS_MAX} people act for this organisation already, so nobody was invited. Remove those who left.`,
  );
}
