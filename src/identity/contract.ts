import { z } from "zod";
import { ACTOR_KINDS } from "./model/audit-entry.ts";
import { PERMISSIONS, ROLES, SCOPES } from "./model/permissions.ts";

/** A person's name: shown everywhere, so without control characters; without an @, which marks an address of mail. */
export const newName = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^\P{C}+$/u, "has characters that cannot be shown")
  .regex(/^[^@]+$/, "takes no @: sign in with the address of mail as it is");

/** By which configuration texts name a person or a team. */
export const handleField = z.string().regex(/^[a-z0-9-]{1,63}$/, "takes 1 to 63 of a to z, 0 to 9 and -");

/** A team with its people. */
export const teamSchema = z.object({
  team: handleField,
  title: z.string(),
  people: z.array(z.object({ handle: z.string(), name: z.string() })),
  /** By which whoever is on call in the team is found; null: none. */
  schedule: z.string().nullable(),
  createdAt: z.iso.datetime(),
  revision: z.number(),
  managedBy: z.string().nullable(),
});

/** An account of an identity provider by which the person signs in. */
const boundIdentitySchema = z.object({
  issuer: z.string(),
  /** The address that the provider had verified when it was bound. */
  mail: z.string().nullable(),
  boundAt: z.iso.datetime(),
});

/** A person as administrators see one. Invited: there is no way to sign in yet. */
export const personSchema = z.object({
  id: z.string(),
  /** By which configuration texts and teams name the person. */
  handle: z.string(),
  name: z.string(),
  mail: z.string().nullable(),
  roles: z.array(z.enum(ROLES)),
  organisations: z.array(z.string()),
  state: z.enum(["active", "disabled", "invited"]),
  createdAt: z.iso.datetime(),
  /** Until when an invitation to the person's address can be accepted; null: none waits. */
  invitedUntil: z.iso.datetime().nullable(),
  /** Whether signing in takes a code. */
  secondFactor: z.boolean(),
  identities: z.array(boundIdentitySchema),
  revision: z.number(),
  managedBy: z.string().nullable(),
});

/** An invitation that can still be accepted; never its token. */
export const invitationSchema = z.object({
  id: z.string(),
  mail: z.string(),
  name: z.string().nullable(),
  roles: z.array(z.enum(ROLES)),
  organisation: z.string().nullable(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  sentAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});

/** With the link to hand over, where this house sends no mail; null where a letter has it. Shown this once. */
export const sentInvitationSchema = invitationSchema.extend({ link: z.string().nullable() });

/** What an invitation offers to whoever holds its link. */
export const offerSchema = z.object({
  mail: z.string(),
  name: z.string().nullable(),
  roles: z.array(z.enum(ROLES)),
  organisation: z.string().nullable(),
  /** Whether there is an account of this address already: then its password is asked for, and no name. */
  hasAccount: z.boolean(),
  expiresAt: z.iso.datetime(),
});

/** Who acts for an organisation, and who was asked to. */
export const membersSchema = z.object({
  people: z.array(z.object({ id: z.string(), name: z.string(), mail: z.string().nullable(), since: z.iso.datetime() })),
  invitations: z.array(invitationSchema),
});

/** The own account. */
export const accountSchema = z.object({
  name: z.string(),
  mail: z.string().nullable(),
  roles: z.array(z.enum(ROLES)),
  organisations: z.array(z.string()),
  createdAt: z.iso.datetime(),
  secondFactor: z.object({ isOn: z.boolean(), recoveryCodesLeft: z.number() }),
  /** False for who came by an identity provider and has chosen none. */
  hasPassword: z.boolean(),
  identities: z.array(boundIdentitySchema),
  revision: z.number(),
  managedBy: z.string().nullable(),
});

/** The secret of a second factor, shown this once: as text to type, and as the address that a QR code holds. */
export const enrolmentSchema = z.object({ secret: z.string(), uri: z.string() });

/** Each works once, in place of a code; shown this once. */
export const recoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()) });

/** A browser in which somebody is signed in; `isThis`: the one that asks. */
export const ownSessionSchema = z.object({
  id: z.string(),
  address: z.string(),
  createdAt: z.iso.datetime(),
  /** To five minutes. */
  seenAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  isThis: z.boolean(),
});

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

/** What whoever is not signed in can do. */
export const signInOptionsSchema = z.object({
  /** Whether a link for a new password can be sent. */
  sendsMail: z.boolean(),
  /** The identity provider, by what people call it. */
  provider: z.object({ label: z.string() }).nullable(),
});

/** Back from an identity provider: `session` null while a code is still asked for. `next`: a page of ours. */
export const enteredSchema = z.object({ session: sessionSchema.nullable(), next: z.string() });

/** Who asks, and what that may. */
export const callerSchema = z.object({
  kind: z.enum(["person", "token"]),
  name: z.string(),
  may: z.array(z.enum(PERMISSIONS)),
  /** Everything there is. */
  mayAll: z.boolean(),
  serverVersion: z.string(),
});

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
  actorKind: z.enum(ACTOR_KINDS),
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  facts: z.record(z.string(), z.unknown()),
  address: z.string(),
  hash: z.string(),
});

/** An entry as it is exported: with all that its hash is made of. */
export const exportedAuditSchema = auditSchema.extend({ seq: z.int().positive(), previous: z.string() });
