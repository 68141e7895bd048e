import type { z } from "zod";
import { SECOND_MS } from "#kernel";
import type { sessionSchema } from "../contract.ts";
import type { PersonRow } from "../model/rows.ts";
import { deleteSession, insertSession, keepNewestSessions } from "../store.ts";
import type { ChangeContext } from "./action.ts";
import { presentPerson } from "./present-person.ts";
import { newSecret, secretHash } from "./secret.ts";
import { csrfOf, SESSION_MS } from "./session.ts";

/** Browsers of one person; the oldest are signed out. */
const SESSIONS_MAX = 50;

/**
 * Begins a session with a token of its own, and ends the one that the browser showed: whatever token was planted there
 * before, nobody is signed in by it.
 */
export async function startSession(
  person: PersonRow,
  { tx, now, call }: ChangeContext,
  serverVersion: string,
): Promise<z.input<typeof sessionSchema>> {
  if (call.credentials.session !== undefined) await deleteSession(tx, secretHash(call.credentials.session));
  const token = newSecret("pls");
  await insertSession(tx, {
    sha256: secretHash(token),
    person_id: person.id,
    address: call.address,
    created_at: now,
    seen_at: now,
    expires_at: now + SESSION_MS,
  });
  await keepNewestSessions(tx, person.id, SESSIONS_MAX);
  call.answer.session = { token, maxAgeSeconds: SESSION_MS / SECOND_MS };
  return { person: await presentPerson(tx, person), csrf: csrfOf(token), serverVersion };
}
