/** Who makes changes: the program itself too, when it first starts. */
export const ACTOR_KINDS = ["person", "token", "nobody", "program"] as const;

/** One change that was made: who, when, what. Never edited, never removed. */
export interface AuditEntry {
  /** From 1, without gaps. */
  readonly seq: number;
  /** Epoch ms. */
  readonly at: number;
  readonly actorKind: (typeof ACTOR_KINDS)[number];
  readonly actor: string;
  /** The action's name, such as `api.put`. */
  readonly action: string;
  /** What was changed, such as `api:orders`. */
  readonly subject: string;
  /** More about it, as JSON; never a secret. */
  readonly facts: string;
  readonly address: string;
  /** The hash of the entry before; 64 zeros for the first. */
  readonly previous: string;
}

/** The hash that the first entry follows. */
export const NO_PREVIOUS = "0".repeat(64);

/** The text whose SHA-256 is an entry's hash: a JSON list of its fields, in this order. */
export function hashedTextOf(entry: AuditEntry): string {
  const { seq, at, actorKind, actor, action, subject, facts, address, previous } = entry;
  return JSON.stringify([seq, at, actorKind, actor, action, subject, facts, address, previous]);
}
