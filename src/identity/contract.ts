import { z } from "zod";
import { PERMISSIONS, ROLES, SCOPES } from "./model/permissions.ts";

/** Who is signed in. `csrf` is sent back as X-Csrf-Token with every change. */
export const sessionSchema = z.object({
  person: z.object({
    name: z.string(),
    roles: z.array(z.enum(ROLES)),
    /** Those for which the person acts, as a developer. */
    organisations: z.array(z.string()),
    /** What the person may do with everything, or where there are no roles, with what belongs to the organisations. */
    may: z.array(z.enum(PERMISSIONS)),
  }),
  csrf: z.string(),
  serverVersion: z.string(),
});

/** Who asks: a session, or nobody. Being nobody is an answer, not a fault. */
export const presentSessionSchema = z.union([sessionSchema, z.object({ person: z.null() })]);

/** A bearer token without its secret; `prefix` is how it begins. Instants are RFC 3339. */
export const tokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  expiresAt: z.iso.datetime().nullable(),
  /** To the minute; null = never. */
  lastUsedAt: z.iso.datetime().nullable(),
});

/** A new token: its secret is shown this once. */
export const newTokenSchema = tokenSchema.extend({ token: z.string() });

/** A change that was made, with the hash that follows from it and from the entry before. */
export const auditSchema = z.object({
  seq: z.number(),
  at: z.iso.datetime(),
  actorKind: z.enum(["person", "token", "nobody", "program"]),
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  facts: z.record(z.string(), z.unknown()),
  address: z.string(),
  hash: z.string(),
});
