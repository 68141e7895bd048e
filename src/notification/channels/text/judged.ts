import { type Answer, answerOf, type Reply } from "#messaging";

/** What a provider says in the body of its answer, where its status does not say it. */
export interface Verdict {
  /** For a person: what is wrong, and what to do. */
  readonly reason: string;
  /** To be tried again; absent: for good. `afterMs` is what it asks to wait, null when it asks nothing. */
  readonly again?: { readonly afterMs: number | null; readonly arrived: boolean };
}

/**
 * What a reply means, where providers say more than their status: `says` reads the beginning of the body (200 letters,
 * maybe cut off), and is asked of every answer. Undefined: the status decides.
 */
export function judged(reply: Reply, now: number, says: (body: string, status: number) => Verdict | undefined): Answer {
  const usual = answerOf(reply, now);
  if (reply.kind !== "answered") return usual;
  const said = says(reply.excerpt, reply.status);
  if (said === undefined) return usual;
  const { status } = reply;
  if (said.again === undefined) return { kind: "failed", reason: said.reason, status };
  const { afterMs, arrived } = said.again;
  const told = usual.kind === "retry" ? usual.notBefore : null;
  return { kind: "retry", reason: said.reason, status, notBefore: afterMs === null ? told : now + afterMs, arrived };
}

/** The text of a field in JSON that may be cut off; undefined when it is not there. */
export function fieldOf(body: string, name: string): string | undefined {
  const found = new RegExp(`"${name}"\\s*:\\s*"((?:[^"\\\\]|\\\\.){0,200})"`).exec(body)?.[1];
  return found?.replaceAll(/\\(.)/g, "$1");
}

/** The number of a field in JSON that may be cut off. */
export function numberOf(body: string, name: string): number | undefined {
  const found = new RegExp(`"${name}"\\s*:\\s*(\\d{1,12}(?:\\.\\d{1,6})?)`).exec(body)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** What waits at most, ms: whoever asks for more is asked again after this. */
const WAIT_MS_MAX = 3_600_000;

/** A wait that a provider asks for, in ms, never longer than an hour; null when it asks nothing. */
export function waitOf(ms: number | undefined): number | null {
  return ms === undefined ? null : Math.min(Math.ceil(ms), WAIT_MS_MAX);
}
