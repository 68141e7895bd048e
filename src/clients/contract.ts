import { z } from "zod";
import { instantField, page, pageInput } from "#http";
import { CONTACT_KINDS, NOTICES } from "./model/organisation-draft.ts";
import { CLIENT_SORTS } from "./model/client-sorts.ts";
import { standsForNobody } from "./model/stands-for-nobody.ts";

const stableName = z.string().regex(/^[a-z0-9-]{1,63}$/, "takes 1 to 63 of a to z, 0 to 9 and -");

/** A name that stays: in addresses, plans and memberships. */
export const organisationName = stableName;

/** A client's name, in what is saved. */
export const clientName = stableName;

/** A client in an address: its name, one that it had, or its id. */
export const clientField = z
  .string()
  .regex(/^(?:[a-z0-9-]{1,63}|cli_[0-9a-z]{1,40})$/, "must be a client's name or id");

/** Where a client calls from, as its keys say. */
export const environmentName = z.string().regex(/^[a-z0-9-]{1,20}$/, "takes 1 to 20 of a to z, 0 to 9 and -");

/** A text under which a client is seen in traffic, in characters. */
const SEEN_NAME_MAX = 200;
/** Text that each database keeps as it is: PostgreSQL takes no NUL, and half a character would come back as another. */
const keepable = z.string().refine((text) => text.isWellFormed() && !text.includes("\0"), "must be text without NUL");
const atMost = (max: number): string => `takes at most ${max} characters`;
/** Any text; a name of nothing but white space would be invisible. */
export const seenName = keepable
  .min(1)
  .max(SEEN_NAME_MAX, atMost(SEEN_NAME_MAX))
  .refine((text) => text.trim() !== "", "must show something")
  // Whoever had such a name would have the traffic of all who have none.
  .refine((text) => !standsForNobody(text), "must not begin and end with __: such names stand for what has none");

const TITLE_MAX = 200;
const TEXT_MAX = 2_000;
const SEEN_FIELD_MAX = 200;
export const titleField = keepable.trim().min(1).max(TITLE_MAX, atMost(TITLE_MAX));
export const textField = keepable.max(TEXT_MAX, atMost(TEXT_MAX));
export const seenAsField = z.array(seenName).max(SEEN_FIELD_MAX);
/** What a list is searched for, in characters. */
const QUERY_MAX = 100;
export const searchField = keepable.max(QUERY_MAX).optional();

/** A mail address. */
export const mailField = z.email("must be a mail address").max(254);
export const contactKind = z.enum(CONTACT_KINDS);
export const noticesField = z.array(z.enum(NOTICES)).max(NOTICES.length);

/** Where an organisation is reached. */
export const contactSchema = z.object({
  id: z.string(),
  kind: contactKind,
  mail: z.string(),
  notices: z.array(z.enum(NOTICES)),
  /** When somebody who reads this mail said so; null: nobody has. */
  verifiedAt: z.iso.datetime().nullable(),
});

/** An organisation; `note` is the provider's own and null for developers. */
export const organisationSchema = z.object({
  organisation: z.string(),
  title: z.string(),
  note: z.string().nullable(),
  contacts: z.array(contactSchema),
  /** Registered clients, without retired ones. */
  clients: z.number(),
  createdAt: z.iso.datetime(),
  revision: z.number(),
  /** The configuration text that owns it: then it is changed there. */
  managedBy: z.string().nullable(),
});

/** Organisations, with how many there are in all that fit. */
export const organisationsSchema = page(organisationSchema).extend({ total: z.number() });

/** A registered client. */
export const clientSchema = z.object({
  id: z.string(),
  client: z.string(),
  title: z.string(),
  description: z.string(),
  organisation: z.string(),
  environment: z.string().nullable(),
  /** Other names under which it is seen in traffic. */
  seenAs: z.array(z.string()),
  /** Names that it had; addresses with them still lead here. */
  formerNames: z.array(z.string()),
  createdAt: z.iso.datetime(),
  /** Since when its keys are dead; null while it is in use. */
  retiredAt: z.iso.datetime().nullable(),
  revision: z.number(),
  managedBy: z.string().nullable(),
});

/** Clients, with how many there are in all that fit. */
export const clientsSchema = page(clientSchema).extend({ total: z.number() });

/** What a list of clients is narrowed and ordered by. */
export const clientsQuery = z.strictObject({
  /** By its name, or one that it had: a question that is no fault where there is none. */
  client: keepable.max(SEEN_NAME_MAX).optional(),
  organisation: organisationName.optional(),
  state: z.enum(["active", "retired", "all"]).default("active"),
  q: searchField,
  sort: z.enum(CLIENT_SORTS).default("client"),
  ...pageInput,
});

/** A key without its secret. Instants are RFC 3339. */
export const keySchema = z.object({
  id: z.string(),
  client: z.string(),
  environment: z.string(),
  /** `foreign`: it was made elsewhere and entered by its SHA-256. */
  format: z.enum(["plimsoll", "foreign"]),
  /** How it begins, and how it ends; "" where that is not known. */
  prefix: z.string(),
  lastFour: z.string(),
  state: z.enum(["live", "expired", "revoked"]),
  scopes: z.array(z.string()),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  expiresAt: z.iso.datetime().nullable(),
  /** To the minute; null = never. */
  lastUsedAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  revokedBy: z.string().nullable(),
  reason: z.string().nullable(),
  /** The key that this one takes the place of. */
  replaces: z.string().nullable(),
});

/** A new key: it is shown this once. */
export const newKeySchema = keySchema.extend({ key: z.string() });

/** A key as a list shows it. */
export const listedKeySchema = keySchema.extend({
  /** How often it was shown here since the server started: to its gateway, and to proxies that asked. */
  uses: z.object({
    accepted: z.number(),
    /** It was revoked or had expired: somebody has not changed over yet. */
    refused: z.number(),
  }),
});

/** The keys of a client, newest first. */
export const keysSchema = page(listedKeySchema);

const SCOPES_MAX = 20;
/** What the holder may do at the API; empty: all that the client may. */
export const scopesField = z.array(z.string().regex(/^[\w:.*/-]{1,100}$/)).max(SCOPES_MAX);
export const expiryField = instantField.nullable();
export const keyId = z.string().regex(/^key_[0-9a-z]{1,40}$/, "must be the id of a key");
export const contactId = z.string().regex(/^con_[0-9a-z]{1,40}$/, "must be the id of a contact");
/** Of a whole key as its holder sends it, in hexadecimal. */
export const sha256Field = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "must be 64 of 0 to 9 and a to f: the SHA-256 of the whole key");

/** What a file of partners did, or would do. */
export const importedSchema = z.object({
  organisations: z.object({ created: z.number(), changed: z.number() }),
  clients: z.object({ created: z.number(), changed: z.number(), unchanged: z.number() }),
  keys: z.object({ created: z.number(), unchanged: z.number() }),
  dryRun: z.boolean(),
});

const shownField = z.string().regex(/^[\x21-\x7e]*$/, "must be letters, digits and signs of ASCII");
/** How a key that was made elsewhere begins, and how it ends: what of it may be shown. */
export const keyPrefixField = shownField.max(16, atMost(16));
export const lastFourField = shownField.max(4, atMost(4));

/** The link that verifies a contact; null when it was sent by mail. */
export const verificationSchema = z.object({ link: z.string().nullable(), until: z.iso.datetime() });

/** What was verified by a link. */
export const verifiedSchema = z.object({ organisation: z.string(), mail: z.string(), kind: contactKind });
