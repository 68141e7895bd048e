import { z } from "zod";
import { enqueue, type JobRun } from "#jobs";
import { type Clock, HOUR_MS, MINUTE_MS, Refusal } from "#kernel";
import { mailAddress, mailKey } from "#mail";
import type { Reader, Tx } from "#storage";
import { addressKey } from "../model/address-key.ts";
import type { PersonRow, ResetRow } from "../model/rows.ts";
import { resetWords } from "../model/words.ts";
import { deleteSessionsOf } from "../store.ts";
import { personSubject } from "../model/person.ts";
import { countResets, deleteResetsOf, findReset, insertReset } from "../store/invitations.ts";
import { findPersonBy, updatePerson } from "../store/people.ts";
import { type Action, changeAction } from "./action.ts";
import { Attempts } from "./attempts.ts";
import { getPerson } from "./caller-person.ts";
import { type House, proveMail, sendsMail, tellOwner } from "./house.ts";
import { newPassword, type Passwords } from "./passwords.ts";
import { newSecret, secretHash } from "./secret.ts";

/** The queue of jobs that looks whether an address has an account, and writes to it. */
export const RESET_QUEUE = "password-reset";

const LASTS_MS = HOUR_MS;
/** Links of one person that can be used at once: who asks in somebody's name makes none of the owner's worthless. */
const OPEN_MAX = 3;
const ASKED_FROM_ADDRESS = { max: 20, windowMs: 15 * MINUTE_MS };

/** What resetting stands on. */
export interface ResetParts extends House {
  readonly passwords: Passwords;
}

/** A new password for who forgot it. */
export function resetActions(parts: ResetParts): Record<"ask" | "finish" | "forPerson", Action> {
  return { ask: askForReset(parts), finish: finishReset(parts), forPerson: resetFor(parts) };
}

/**
 * Answers the same, after the same work, whoever is asked for: the address is looked up later, by a job. Where no mail
 * is sent it says so to everybody.
 */
function askForReset(house: House): Action {
  const asked = new Attempts(ASKED_FROM_ADDRESS);
  return changeAction({
    name: "password-reset.ask",
    may: "public",
    input: z.strictObject({ mail: mailAddress }),
    output: z.void(),
    run: async ({ mail }, { tx, now, call }) => {
      if (!sendsMail(house)) throw noMail();
      if (!asked.take(addressKey(call.address), now)) throw tooOften();
      const key = mailKey(mail);
      await enqueue(tx, { queue: RESET_QUEUE, key, dueAt: now, payload: { mail: key } });
    },
    audit: () => ({ subject: "password-reset" }),
  });
}

/** Writes to the person of the address, if there is one who may sign in. */
export function sendReset(house: House, clock: Clock): JobRun {
  return ({ payload }) => {
    const { mail } = payload as { readonly mail: string };
    return Promise.resolve({
      kind: "done",
      record: async (tx) => {
        const person = await findPersonBy(tx, "mail_key", mail);
        if (person?.disabled_at !== null) return;
        await orderReset(house, tx, { person, now: clock.now() });
      },
    });
  };
}

/** An administrator orders a link for somebody, and hands it over where no mail is sent. */
function resetFor(house: House): Action {
  return changeAction({
    name: "person.reset-password",
    may: "person:write",
    input: z.strictObject({ id: z.string().max(64) }),
    output: z.object({ link: z.string().nullable() }),
    run: async ({ id }, { tx, now, about }) => {
      const person = await getPerson(tx, id);
      about(personSubject(person));
      if (person.disabled_at !== null) throw isDisabled();
      await deleteResetsOf(tx, id);
      const link = await orderReset(house, tx, { person, now });
      return { link: sendsMail(house) && person.mail !== null ? null : link };
    },
    audit: () => ({ subject: "person" }),
  });
}

async function orderReset(
  house: House,
  tx: Tx,
  { person, now }: { person: PersonRow; now: number },
): Promise<string | null> {
  if ((await countResets(tx, person.id, now)) >= OPEN_MAX) return null;
  const token = newSecret("pls");
  const row: ResetRow = {
    sha256: secretHash(token),
    person_id: person.id,
    created_at: now,
    expires_at: now + LASTS_MS,
  };
  await insertReset(tx, row);
  const link = `${house.publicUrl}/reset?token=${token}`;
  const letter = { ...resetWords(link), key: `reset ${row.sha256}`, until: row.expires_at };
  if (person.mail !== null) await house.mail?.order(tx, { to: person.mail, ...letter });
  return link;
}

/** Chooses the new password, ends all sessions, and makes all other links worthless. It signs nobody in. */
function finishReset(parts: ResetParts): Action {
  return changeAction({
    name: "password-reset.finish",
    may: "public",
    input: z.strictObject({ token: z.string().min(1).max(200), password: newPassword }),
    output: z.void(),
    prepare: async ({ token, password }, { read, now }) => {
      await personOfReset(read, token, now);
      return parts.passwords.hash(password);
    },
    run: async ({ token }, { tx, now, about }, hashed) => {
      const person = await personOfReset(tx, token, now);
      about(personSubject(person));
      // A link that came by letter shows whose the address is; one that was handed over does not.
      const claimed = sendsMail(parts) ? 0 : person.mail_claimed;
      await updatePerson(tx, { ...person, password: hashed, mail_claimed: claimed });
      await proveMail(parts, tx, person);
      await deleteResetsOf(tx, person.id);
      await deleteSessionsOf(tx, person.id);
      await tellOwner(parts, tx, { person, what: "the password was reset", key: `reset done ${secretHash(token)}` });
    },
    audit: () => ({ subject: "person" }),
  });
}

async function personOfReset(read: Reader, token: string, now: number): Promise<PersonRow> {
  const row = await findReset(read, secretHash(token));
  const person = row === undefined || now >= row.expires_at ? undefined : await findPersonBy(read, "id", row.person_id);
  if (person?.disabled_at === null) return person;
  throw new Refusal(
    "not-found",
    "password-reset.gone",
    "This link cannot be used: it was used already, or is older than an hour. Ask for a new one.",
  );
}

function noMail(): Refusal {
  return new Refusal(
    "unavailable",
    "mail.off",
    "This server sends no mail, so no link can be sent. Ask an administrator for one.",
  );
}

function tooOften(): Refusal {
  return new Refusal(
    "limit",
    "password-reset.too-often",
    "Too many links were asked for from here within a quarter of an hour. Try again later.",
    { retryAfterSeconds: ASKED_FROM_ADDRESS.windowMs / 1_000 },
  );
}

function isDisabled(): Refusal {
  return new Refusal(
    "conflict",
    "person.disabled",
    "This person is disabled, so no link was made. Enable the person first.",
  );
}
