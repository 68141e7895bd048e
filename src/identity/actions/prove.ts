import { Refusal } from "#kernel";
import { mailKey } from "#mail";
import type { Reader } from "#storage";
import { nameKey } from "../model/name-key.ts";
import type { PersonRow } from "../model/rows.ts";
import { hasSignedInFrom } from "../store.ts";
import { findPersonBy } from "../store/people.ts";
import type { ReadContext } from "./action.ts";
import { callerPerson } from "./caller-person.ts";
import type { Passwords } from "./passwords.ts";
import type { CodeCheck, SecondFactors } from "./second-factors.ts";
import type { SignInLimits } from "./sign-in-limits.ts";

/** What proving stands on. */
export interface ProofParts {
  readonly passwords: Passwords;
  readonly limits: SignInLimits;
  readonly secondFactors: SecondFactors;
}

/** A person whose password, and code where one is asked for, were right. */
export interface Proof {
  readonly person: PersonRow;
  /** To be used up in the transaction: it works once. */
  readonly check: CodeCheck;
  /** To be called when all else is right too: the attempt was no guess. */
  readonly succeeded: () => void;
}

/** What somebody shows. Without `asksCode` the password is enough. */
interface Shown {
  readonly account: string;
  readonly person: PersonRow | undefined;
  readonly password: string;
  readonly code: string | undefined;
  readonly asksCode: boolean;
}

type Asked = Pick<ReadContext, "read" | "now" | "call">;

/**
 * Whoever knows the password of the account and has a code where it takes one, or a refusal. Says the same, after the
 * same work, whether the account does not exist, is disabled, has no password yet, or password or code are wrong or
 * missing: docs/decisions/0012-one-answer-to-whoever-is-not-signed-in.md.
 */
export async function provePerson(
  parts: ProofParts,
  { typed, ...shown }: { typed: string; password: string; code: string | undefined },
  context: Asked,
): Promise<Proof> {
  const person = await findByCredential(context.read, typed);
  return prove(parts, { ...shown, account: nameKey(typed), person, asksCode: true }, context);
}

/** The same for an account that is known already. */
export async function prove(parts: ProofParts, shown: Shown, { read, now, call }: Asked): Promise<Proof> {
  const { passwords, limits, secondFactors } = parts;
  const { account, person, password, code, asksCode } = shown;
  const personId = person?.id ?? "";
  const isKnown = await hasSignedInFrom(read, personId, call.address);
  const attempt = { account, address: call.address, isKnown };
  limits.begin(attempt, now);
  const check = await secondFactors.check(read, { personId, code }, now);
  const kept = person !== undefined && canSignIn(person) ? person.password : undefined;
  const isRight = await passwords.isRight(password, kept);
  if (person === undefined || !isRight) throw wrongCredentials();
  if (asksCode) {
    const isHeard = code === undefined || isKnown || secondFactors.takesStranger(personId, check, now);
    if (check.kind === "wrong" || !isHeard) throw wrongCredentials();
  }
  return { person, check, succeeded: () => limits.succeeded(attempt) };
}

/** That it is the owner who sits there: guesses are counted as those at the door. A code is asked for where one is shown. */
export async function proveOwner(
  parts: ProofParts,
  { password, code }: { password: string; code?: string },
  context: Asked & Pick<ReadContext, "by">,
): Promise<Proof> {
  const person = await callerPerson(context.read, context.by);
  const shown = { account: person.name_key, person, password, code, asksCode: code !== undefined };
  try {
    return await prove(parts, shown, context);
  } catch (error) {
    throw error instanceof Refusal && error.code === "session.wrong" ? wrongPassword(code !== undefined) : error;
  }
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
  return new Refusal(
    "unauthenticated",
    "session.wrong",
    "The name or the password is wrong. Nobody was signed in. Where the account has a second factor, its code is needed too.",
  );
}

/** For the owner, who is signed in. */
export function wrongPassword(withCode = false): Refusal {
  const what = withCode ? "Password and code do not both fit" : "This is not your password";
  return new Refusal("invalid", "account.wrong-password", `${what}, so nothing was changed.`, {
    faults: [
      { pointer: "/password", detail: withCode ? "does not fit, or the code does not" : "is not your password" },
    ],
  });
}
