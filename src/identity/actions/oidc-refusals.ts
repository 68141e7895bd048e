import { Refusal, SECOND_MS } from "#kernel";
import type { EntryRefusal, VouchedFor } from "../model/oidc-entry.ts";
import { Unanswered } from "./oidc-fetch.ts";

/** What came of a conversation with the provider, in words for whoever wanted to sign in. */
export async function refusalOf(error: unknown, label: string): Promise<Error> {
  const { AuthorizationResponseError, ClientError, ResponseBodyError } = await import("openid-client");
  const cause = error instanceof ClientError && error.cause instanceof Unanswered ? error.cause : error;
  if (cause instanceof Unanswered) return away(label, cause.message);
  if (error instanceof ClientError && error.code === "OAUTH_TIMEOUT") return away(label, "it does not answer in time");
  if (error instanceof AuthorizationResponseError) return cancelled(label, error.error);
  if (error instanceof ResponseBodyError) return refusedBy(label, error.error);
  if (error instanceof ClientError) return notUnderstood(label, error.code);
  return error instanceof Error ? error : new Error(String(error));
}

/** What the provider said is no proof, or cannot be read: of its fault or ours only an administrator can judge. */
export function notUnderstood(label: string, reason = "no usable answer"): Refusal {
  return new Refusal(
    "forbidden",
    "oidc.not-verified",
    `What ${label} said could not be verified (${wordOf(reason)}), so nobody was signed in. Try again; if it happens again, sign in with your password and tell an administrator.`,
  );
}

/** The browser shows nothing of a sign-in that is under way. */
export function nothingUnderWay(): Refusal {
  return new Refusal(
    "forbidden",
    "oidc.nothing-under-way",
    "This sign-in is over: it took more than ten minutes, was used already, or began in another browser or at another address of this server. Nobody was signed in. Begin again.",
  );
}

/** There is no provider in the settings. */
export function noProvider(): Refusal {
  return new Refusal(
    "not-found",
    "oidc.off",
    "This server has no identity provider, so nobody signs in that way. Sign in with your password.",
  );
}

/** Too many came back to no end. */
export function tooManySignIns(windowMs: number): Refusal {
  return new Refusal(
    "limit",
    "session.too-many-attempts",
    "Too many attempts to sign in failed from here within a quarter of an hour. Try again later; nothing is locked for longer.",
    { retryAfterSeconds: windowMs / SECOND_MS },
  );
}

/** Two came at once for the first time. */
export function boundMeanwhile(): Refusal {
  return new Refusal(
    "conflict",
    "oidc.bound-meanwhile",
    "The account was bound at the same moment by another sign-in, so nobody was signed in by this one. Begin again.",
  );
}

/** Why somebody for whom the provider vouches is not let in. It is told to the owner of the address only. */
export function notLetIn(why: EntryRefusal, label: string, { mail }: Pick<VouchedFor, "mail">): Refusal {
  return new Refusal("forbidden", `oidc.${why}`, sentenceOf(why, label, mail ?? "your address"));
}

function sentenceOf(why: EntryRefusal, label: string, mail: string): string {
  switch (why) {
    case "unverified":
      return `${label} does not say that it has verified your address of mail, so nobody was signed in. Verify the address there and try again, or sign in with your password.`;
    case "unknown":
      return `Nobody here has the address ${mail}, so nobody was signed in. Ask an administrator to invite it; if you have an account with another address, sign in with its password.`;
    case "claimed":
      return `An account here claims the address ${mail}, and nothing shows that it is its owner's, so nobody was signed in. If the account is yours, choose a new password by a letter of Forgot password, which shows it, or ask an administrator to set the address; if it is not, tell an administrator.`;
    case "disabled":
      return "Your account is disabled, so nobody was signed in. Ask an administrator.";
    case "bound-elsewhere":
      return `The account of ${mail} is bound to another account of ${label}, so nobody was signed in. Sign in with that one; or with your password, and unbind it under Account; or ask an administrator to unbind it.`;
    case "other-address":
      return `The invitation is for another address than the one that ${label} vouches for, so it was not accepted. Use the right account there, or ask for an invitation to ${mail}.`;
  }
}

function away(label: string, reason: string): Refusal {
  return new Refusal(
    "unavailable",
    "oidc.away",
    `${label} does not answer (${wordOf(reason)}), so it signs nobody in now. Sign in with your password, or try again in a minute.`,
    { retryAfterSeconds: 60 },
  );
}

function cancelled(label: string, reason: string): Refusal {
  return new Refusal(
    "forbidden",
    "oidc.cancelled",
    `${label} signed nobody in (${wordOf(reason)}). Try again, or sign in with your password.`,
  );
}

function refusedBy(label: string, reason: string): Refusal {
  return reason === "invalid_grant" ? usedUp(label) : notUnderstood(label, reason);
}

function usedUp(label: string): Refusal {
  return new Refusal(
    "forbidden",
    "oidc.code-refused",
    `${label} does not take this code any more: it was used already, or came too late. Nobody was signed in. Begin again.`,
  );
}

/** It may come from outside. */
function wordOf(reason: string): string {
  return reason.replace(/[^\w .-]/g, "").slice(0, 80);
}
