import { z } from "zod";
import { cursorOf, page, pageInput, readCursor } from "#http";
import { Refusal } from "#kernel";
import { mailAddress, mailKey } from "#mail";
import type { Reader } from "#storage";
import { invitationSchema, newName, sentInvitationSchema } from "../contract.ts";
import { ROLES } from "../model/permissions.ts";
import type { InvitationRow } from "../model/rows.ts";
import { deleteInvitation, findInvitation, listInvitations } from "../store/invitations.ts";
import { findPersonBy } from "../store/people.ts";
import { type Action, changeAction, readAction } from "./action.ts";
import type { House } from "./house.ts";
import { invitationView, invite, sendAgain } from "./invite.ts";

const LIST = "invitations";
const place = z.tuple([z.number(), z.string()]);
const byId = z.strictObject({ id: z.string().max(64) });

/** Invitations of the provider's side, and all of them for who may read people. */
export function invitationActions(house: House): Record<"list" | "create" | "send" | "revoke", Action> {
  return { list, create: createInvitation(house), send: resendInvitation(house), revoke };
}

const list = readAction({
  name: "invitation.list",
  may: "person:read",
  input: z.strictObject(pageInput),
  output: page(invitationSchema),
  run: async ({ limit, cursor }, { read, now }) => {
    const [createdAt, id] = readCursor(LIST, cursor, place) ?? [];
    const after = createdAt === undefined || id === undefined ? undefined : { createdAt, id };
    const found = await listInvitations(read, now, { limit: limit + 1, after });
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    return {
      items: shown.map(invitationView),
      next: last === undefined ? null : cursorOf(LIST, [last.created_at, last.id]),
    };
  },
});

function createInvitation(house: House): Action {
  return changeAction({
    name: "invitation.create",
    may: "person:write",
    input: z.strictObject({
      mail: mailAddress,
      name: newName.optional(),
      roles: z.array(z.enum(ROLES)).min(1).max(ROLES.length),
    }),
    output: sentInvitationSchema,
    run: async ({ mail, name, roles }, { tx, by, now, nextId }) => {
      const person = await findPersonBy(tx, "mail_key", mailKey(mail));
      if (person !== undefined && person.password !== "") throw isHere(person.name);
      const order = { mail, name: name ?? null, roles, organisation: null, personId: person?.id ?? null };
      return invite(house, tx, { order, inviting: { now, nextId, createdBy: by.name } });
    },
    audit: (_input, { id, mail, roles }) => ({ subject: `invitation:${id}`, facts: { mail, roles } }),
  });
}

function resendInvitation(house: House): Action {
  return changeAction({
    name: "invitation.send",
    may: "person:write",
    input: byId,
    output: sentInvitationSchema,
    run: async ({ id }, { tx, now }) => sendAgain(house, tx, { row: await getInvitation(tx, id), now }),
    audit: (_input, { id, mail }) => ({ subject: `invitation:${id}`, facts: { mail } }),
  });
}

const revoke = changeAction({
  name: "invitation.revoke",
  may: "person:write",
  input: byId,
  output: z.void(),
  run: async ({ id }, { tx }) => {
    await getInvitation(tx, id);
    await deleteInvitation(tx, id);
  },
  audit: ({ id }) => ({ subject: `invitation:${id}` }),
});

/** The invitation of this id; of this organisation, where one is named. */
export async function getInvitation(read: Reader, id: string, organisation?: string): Promise<InvitationRow> {
  const row = await findInvitation(read, "id", id);
  if (row !== undefined && (organisation === undefined || row.organisation === organisation)) return row;
  throw new Refusal(
    "not-found",
    "invitation.not-found",
    "There is no such invitation: it was accepted, was revoked, or is too old. Look at the list.",
  );
}

function isHere(name: string): Refusal {
  return new Refusal(
    "conflict",
    "person.mail-taken",
    `This is the address of ${name}, who is here already, so no invitation was sent. Change the roles of that person instead.`,
    { faults: [{ pointer: "/mail", detail: "is the address of somebody who is here already" }] },
  );
}
