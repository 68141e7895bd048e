import { Refusal } from "#kernel";
import { mailKey } from "#mail";
import type { Reader } from "#storage";
import { nameKey } from "../model/name-key.ts";
import type { PersonRow } from "../model/rows.ts";
import { hasSignedInFrom } from "../store.ts";
import { findPersonBy } from "../store/people.ts";
import type { ReadContext } from "./action.ts";
import type { Passwords } from "./passwords.ts";
import type { SignInLimits } from "./sign-in-limits.ts";

/** What proving stands on. */
export interface ProofParts {
  readonly passwords: Passwords;
  readonly limits: SignInLimits;
}

/** A person whose password was right. */
export interface Proof {
  readonly person: PersonRow;
  /** To be called when all else is right too: the attempt was no guess. */
  readonly succeeded: () => void;
}

/**
 * Whoever knows the password of the account, or a refusal. Says the same, after the same work, whether the account does
 * not exist, is disabled, has no password yet, or the password is wrong.
 */
export async function provePerson(
  parts: ProofParts,
  { typed, password }: { typed: string; password: string },
  context: Pick<ReadContext, "read" | "now" | "call">,
): Promise<Proof> {
  const person = await findByCredential(context.read, typed);
  return prove(parts, { account: nameKey(typed), person, password }, context);
}

/** The same for an account that is known already; its attempts are counted by its name. */
export async function prove(
  { passwords, limits }: ProofParts,
  { account, person, password }: { account: string; person: PersonRow | undefined; password: string },
  { read, now, call }: Pick<ReadContext, "read" | "now" | "call">,
): Promise<Proof> {
  const isKnown = person !== undefined && (await hasSignedInFrom(read, person.id, call.address));
  const attempt = { account, address: call.address, isKnown };
  limits.begin(attempt, now);
  const isRight = await passwords.isRight(
    password,
    person !== undefined && canSignIn(person) ? person.password : undefined,
  );
  if (person === undefined || !isRight) throw wrongCredentials();
  return { person, succeeded: () => limits.succeeded(attempt) };
}

/** Whether there is a password, and nobody disabled the account. */
export function canSignIn({ disabled_at: disabledAt, password }: PersonRow): boolean {
  return disabledAt === null && password !== "";
}

/** By mail or by name: what has an @ is an address first. */
async function findByCredential(read: Reader, typed: string): Promise<PersonRow | undefined> {
  const byMail = typed.includes("@") ? await findPersonBy(read, "mail_key", mailKey(typed)) : undefined;
  return byMail ?? (await findPersonBy(read, "name_key", nameKey(typed)));
}

/** The one answer to all that does not fit. */
export function wrongCredentials(): Refusal {
  return new Refusal("unauthenticated", "session.wrong", "The name or the password is wrong. Nobody was signed in.");
}
