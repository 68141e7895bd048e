import { hash } from "node:crypto";
import type { Tx } from "#storage";
import type { AuditNote } from "./action.ts";
import { type AuditEntry, hashedTextOf } from "../model/audit-entry.ts";
import { insertAudit, lastAudit } from "../store.ts";

/** Who did what, from where. */
export interface AuditedChange extends AuditNote {
  readonly at: number;
  readonly by: { readonly kind: AuditEntry["actorKind"]; readonly name: string };
  readonly action: string;
  readonly address: string;
}

const FACTS_MAX = 4_000;

/** Adds the entry of a change to the chain, in the change's own transaction. */
export async function writeAudit(tx: Tx, change: AuditedChange): Promise<void> {
  const last = await lastAudit(tx);
  const facts = JSON.stringify(change.facts ?? {});
  const entry: AuditEntry = {
    seq: last.seq + 1,
    at: change.at,
    actorKind: change.by.kind,
    actor: change.by.name,
    action: change.action,
    subject: change.subject,
    facts: facts.length > FACTS_MAX ? JSON.stringify({ tooLong: facts.length }) : facts,
    address: change.address,
    previous: last.hash,
  };
  const { actorKind, ...same } = entry;
  await insertAudit(tx, { ...same, actor_kind: actorKind, hash: auditHash(entry) });
}

/** An entry's hash: whoever edits or removes one entry would have to rewrite all that follow. */
export function auditHash(entry: AuditEntry): string {
  return hash("sha256", hashedTextOf(entry), "hex");
}
