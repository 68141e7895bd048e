import { z } from "zod";
import { callerSchema, presentSessionSchema, sessionSchema } from "../contract.ts";
import { PERMISSIONS, reachOf } from "../model/permissions.ts";
import { personSubject } from "../model/person.ts";
import { deleteSession, findSession } from "../store.ts";
import { findPersonBy } from "../store/people.ts";
import { type Action, changeAction, readAction } from "./action.ts";
import { noSession } from "./caller-person.ts";
import { code, password } from "./passwords.ts";
import { canSignIn, provePerson, type ProofParts, wrongCredentials } from "./prove.ts";
import { secretHash } from "./secret.ts";
import { csrfOf, isLive } from "./session.ts";
import { presentPerson } from "./present-person.ts";
import { startSession } from "./start-session.ts";

/** What signing in stands on. */
export interface SessionParts extends ProofParts {
  readonly version: string;
}

/** Signing in and out. */
export function sessionActions(parts: SessionParts): Record<"show" | "caller" | "start" | "end", Action> {
  return { show: showSession(parts), caller: showCaller(parts), start: signIn(parts), end: signOut };
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

/** Who asks, also by a token, and what that may: with everything, or with the own. */
function showCaller({ version }: SessionParts): Action {
  return readAction({
    name: "caller.show",
    may: "signed-in",
    input: z.strictObject({}),
    output: callerSchema,
    run: (_input, { by: { kind, name, grants } }) => {
      const may = PERMISSIONS.filter((each) => reachOf(grants, each) !== undefined);
      const mayAll = may.length === PERMISSIONS.length;
      const is = kind === "token" ? ("token" as const) : ("person" as const);
      return Promise.resolve({ kind: is, name, may, mayAll, serverVersion: version });
    },
  });
}

function signIn(parts: SessionParts): Action {
  return changeAction({
    name: "session.start",
    may: "public",
    input: z.strictObject({ name: z.string().trim().min(1).max(254), password, code: code.optional() }),
    output: sessionSchema,
    prepare: (input, context) =>
      provePerson(parts, { typed: input.name, password: input.password, code: input.code }, context),
    run: async (_input, context, { person: proven, check, succeeded }) => {
      const person = await findPersonBy(context.tx, "id", proven.id);
      // It may have been disabled, or have got another password, while this one was checked.
      if (person === undefined || !canSignIn(person) || person.password !== proven.password) throw wrongCredentials();
      // Used up here: of two who show one code at once, one is signed in.
      if (!(await parts.secondFactors.use(context.tx, person.id, check))) throw wrongCredentials();
      context.about(personSubject(person));
      context.tx.afterCommit(succeeded);
      return startSession(person, context, parts.version);
    },
    audit: () => ({ subject: "person" }),
  });
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
