import { DAY_MS, isoText, MINUTE_MS, Refusal } from "#kernel";
import { mailKey } from "#mail";
import type { Reader, Tx } from "#storage";
import type { z } from "zod";
import type { invitationSchema, sentInvitationSchema } from "../contract.ts";
import { rolesOf } from "../model/person.ts";
import type { Role } from "../model/permissions.ts";
import type { InvitationRow } from "../model/rows.ts";
import { invitationWords } from "../model/words.ts";
import {
  countInvitations,
  deleteInvitation,
  insertInvitation,
  invitationsTo,
  renewInvitation,
} from "../store/invitations.ts";
import { type House, sendsMail } from "./house.ts";
import { newSecret, secretHash } from "./secret.ts";

const LASTS_DAYS = 7;
/** Of the provider's side, whatever organisations do. */
const OPEN_MAX = 1_000;
const OPEN_OF_ORGANISATION_MAX = 50;
/** Of all organisations together: those of one are a hundredth of it, so that none can use it up for others. */
const OPEN_OF_ALL_ORGANISATIONS_MAX = 5_000;
/** Between two letters to one address. */
const PAUSE_MS = MINUTE_MS;

/** Who is asked to come, and as what. */
export interface InvitationOrder {
  readonly mail: string;
  readonly name: string | null;
  readonly roles: readonly Role[];
  readonly organisation: string | null;
  /** Of one who is here already, and has no password yet. */
  readonly personId: string | null;
}

/** By whom, and when. */
export interface Inviting {
  readonly now: number;
  readonly nextId: (prefix: string) => string;
  readonly createdBy: string;
}

type Sent = z.input<typeof sentInvitationSchema>;

/** Writes an invitation and orders its letter. A second one of the same kind to the same address takes the place of the first. */
export async function invite(
  house: House,
  tx: Tx,
  { order: asked, inviting }: { order: InvitationOrder; inviting: Inviting },
): Promise<Sent> {
  const { now, nextId, createdBy } = inviting;
  const key = mailKey(asked.mail);
  const { organisation } = asked;
  const sameKind = (await invitationsTo(tx, now, [key])).filter((one) => one.organisation === organisation);
  for (const one of sameKind) refuseTooSoon(one, now);
  if (sameKind.length === 0) await refuseTooMany(tx, now, organisation);
  for (const { id } of sameKind) await deleteInvitation(tx, id);
  const token = newSecret("pls");
  const row: InvitationRow = {
    id: nextId("inv"),
    sha256: secretHash(token),
    mail: asked.mail,
    mail_key: key,
    name: asked.name,
    roles: JSON.stringify([...new Set(asked.roles)]),
    organisation: asked.organisation,
    person_id: asked.personId,
    created_at: now,
    created_by: createdBy,
    sent_at: now,
    expires_at: now + LASTS_DAYS * DAY_MS,
  };
  await insertInvitation(tx, row);
  return send(house, tx, { row, token });
}

/** A new link in a new letter; the old link is worth nothing any more. */
export async function sendAgain(
  house: House,
  tx: Tx,
  { row, now }: { row: InvitationRow; now: number },
): Promise<Sent> {
  refuseTooSoon(row, now);
  const token = newSecret("pls");
  const renewed = { sha256: secretHash(token), sent_at: now, expires_at: now + LASTS_DAYS * DAY_MS };
  await renewInvitation(tx, row.id, renewed);
  return send(house, tx, { row: { ...row, ...renewed }, token });
}

/** Without its token. */
export function invitationView(row: InvitationRow): z.input<typeof invitationSchema> {
  const { id, mail, name, organisation } = row;
  return {
    id,
    mail,
    name,
    organisation,
    roles: rolesOf(row),
    createdAt: isoText(row.created_at),
    createdBy: row.created_by,
    sentAt: isoText(row.sent_at),
    expiresAt: isoText(row.expires_at),
  };
}

async function send(house: House, tx: Tx, { row, token }: { row: InvitationRow; token: string }): Promise<Sent> {
  const link = `${house.publicUrl}/invitation?token=${token}`;
  const words = invitationWords({ link, days: LASTS_DAYS, forOrganisation: row.organisation !== null });
  const key = `invitation ${row.id} ${row.sent_at}`;
  await house.mail?.order(tx, { to: row.mail, ...words, key, until: row.expires_at });
  return { ...invitationView(row), link: sendsMail(house) ? null : link };
}

function refuseTooSoon({ sent_at: sentAt }: InvitationRow, now: number): void {
  if (now >= sentAt + PAUSE_MS) return;
  throw new Refusal(
    "limit",
    "invitation.too-soon",
    "An invitation went to this address less than a minute ago, so none was sent. Wait a minute.",
    { retryAfterSeconds: Math.ceil((sentAt + PAUSE_MS - now) / 1_000) },
  );
}

async function refuseTooMany(read: Reader, now: number, organisation: string | null): Promise<void> {
  const counts = await countInvitations(read, now, organisation);
  const isFull =
    organisation === null
      ? counts.providers >= OPEN_MAX
      : counts.organisation >= OPEN_OF_ORGANISATION_MAX || counts.organisations >= OPEN_OF_ALL_ORGANISATIONS_MAX;
  if (!isFull) return;
  throw new Refusal(
    "conflict",
    "invitation.too-many",
    "Too many invitations wait to be accepted, so none was sent. Revoke those that nobody will accept.",
  );
}
