import { z } from "zod";
import { Refusal } from "#kernel";
import { presentSessionSchema, sessionSchema } from "../contract.ts";
import { nameKey } from "../model/name-key.ts";
import type { PersonRow } from "../model/rows.ts";
import { deleteSession, findPerson, findSession, hasSignedInFrom } from "../store.ts";
import { type Action, changeAction, readAction, type ReadContext } from "./action.ts";
import { password, personName, type Passwords } from "./passwords.ts";
import { secretHash } from "./secret.ts";
import { csrfOf, isLive } from "./session.ts";
import type { SignInLimits } from "./sign-in-limits.ts";
import { presentPerson } from "./present-person.ts";
import { startSession } from "./start-session.ts";

/** What signing in stands on. */
export interface SessionParts {
  readonly passwords: Passwords;
  readonly limits: SignInLimits;
  readonly version: string;
}

/** Signing in and out. */
export function sessionActions(parts: SessionParts): Record<"show" | "start" | "end", Action> {
  return { show: showSession(parts), start: signIn(parts), end: signOut };
}

/** Asked by everybody who opens the console, so it refuses nobody. To ask is no use of the session: it lives no longer by it. */
function showSession({ version }: SessionParts): Action {
  return readAction({
    name: "session.show",
    may: "public",
    input: z.strictObject({}),
    output: presentSessionSchema,
    run: async (_input, { read, now, call }) => {
      const { session, bearer } = call.credentials;
      if (session === undefined || bearer !== undefined) return { person: null };
      const row = await findSession(read, secretHash(session));
      if (row === undefined || !isLive(row, now)) return { person: null };
      const person = await presentPerson(read, { id: row.person_id, name: row.name, roles: row.roles });
      return { person, csrf: csrfOf(session), serverVersion: version };
    },
  });
}

function signIn(parts: SessionParts): Action {
  return changeAction({
    name: "session.start",
    may: "public",
    input: z.strictObject({ name: personName, password }),
    output: sessionSchema,
    prepare: (input, context) => provenPerson(parts, input, context),
    run: async (_input, context, person) => {
      const csrf = await startSession(person, context);
      return { person: await presentPerson(context.tx, person), csrf, serverVersion: parts.version };
    },
    audit: (_input, { person }) => ({ subject: `person:${person.name}` }),
  });
}

/** Says the same, after the same work, whether the account or only the password does not exist. */
async function provenPerson(
  { passwords, limits }: SessionParts,
  given: { name: string; password: string },
  { read, now, call }: ReadContext,
): Promise<PersonRow> {
  const account = nameKey(given.name);
  const isKnown = await hasSignedInFrom(read, account, call.address);
  const attempt = { account, address: call.address, isKnown };
  limits.begin(attempt, now);
  const person = await findPerson(read, account);
  const isRight = await passwords.isRight(given.password, person?.password);
  if (person === undefined || !isRight) {
    throw new Refusal("unauthenticated", "session.wrong", "The name or the password is wrong. Nobody was signed in.");
  }
  limits.succeeded(attempt);
  return person;
}

const signOut = changeAction({
  name: "session.end",
  may: "signed-in",
  input: z.strictObject({}),
  output: z.void(),
  run: async (_input, { tx, by, call }) => {
    if (by.kind !== "person" || call.credentials.session === undefined) throw noSession();
    await deleteSession(tx, secretHash(call.credentials.session));
    call.answer.session = null;
  },
  audit: () => ({ subject: "session:own" }),
});

function noSession(): Refusal {
  return new Refusal("unauthenticated", "session.none", "Nobody is signed in here: a token has no session.");
}
