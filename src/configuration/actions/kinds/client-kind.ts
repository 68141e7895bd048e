import {
  allClientNames,
  allClients,
  allKeys,
  type Clients,
  existingClient,
  importKey,
  refuseRevokedKey,
  releaseClient,
  saveClient,
} from "#clients";
import { Refusal } from "#kernel";
import { endSubscription, liveSubscriptions, releaseSubscriptions, saveSubscription } from "#plans";
import type { Reader, Tx } from "#storage";
import type { Fields, Json, PresentObject } from "../../model/wanted.ts";
import type { KindOfObject, ObjectToForesee, ObjectToSave, SaveContext } from "./kind-of-object.ts";

/** Who is told of a changed client, where keys are looked up, and what ends with a client. */
export type ClientKindParts = Pick<Clients, "changed" | "keys" | "end">;

type ByApi = Readonly<Record<string, string>>;

/** A key that was made elsewhere. */
interface WrittenKey {
  readonly sha256: string;
  readonly prefix: string;
  readonly environment: string | null;
}

const SHA256 = /^[0-9a-f]{64}$/i;

/**
 * Clients with their plans and the keys that they bring along. Keys that the text does not list stay as they are, and so
 * do plans and names seen in traffic where it speaks of none. A key that was revoked is refused. A client that vanished is
 * retired; one that a text names again comes back.
 */
export function clientKind(parts: ClientKindParts): KindOfObject {
  return {
    kind: "client",
    may: ["client:write", "key:write", "subscription:write"],
    normal: ({ name, fields, file }, referred) => normal(name, fields, (reference) => referred(file, reference)),
    atLeast: (fields, before) => withKeys(fields, before["keys"]),
    present,
    foresee: refuseRevokedKeys,
    save: (tx, object, context) => save(tx, object, { parts, context }),
    remove: (tx, name, context) => retire(tx, name, { parts, context }),
    release: async (tx, name) => {
      const { id } = await existingClient(tx, name);
      await releaseClient(tx, name);
      await releaseSubscriptions(tx, id);
    },
  };
}

function normal(name: string, fields: Fields, referred: (reference: string) => string): Fields {
  const { title = name, description = "", organisation = name, seenAs, plans, keys } = fields;
  return {
    title,
    description,
    organisation,
    ...(seenAs === undefined ? {} : { seenAs: (seenAs as string[]).toSorted() }),
    ...(plans === undefined ? {} : { plans }),
    ...(keys === undefined ? {} : { keys: (keys as Fields[]).map((key) => keyOf(key, referred)) }),
  };
}

function keyOf({ sha256, prefix = "", environment = null }: Fields, referred: (reference: string) => string): Fields {
  const written = typeof sha256 === "string" ? sha256 : referred(referenceText(sha256 as Fields));
  const hash = written.trim().toLowerCase();
  if (SHA256.test(hash)) return { sha256: hash, prefix, environment };
  throw new Refusal(
    "invalid",
    "key.sha256",
    "the sha256 of a key takes 64 hexadecimal digits: the SHA-256 of the whole key, as the client sends it.",
  );
}

function referenceText(reference: Fields): string {
  const [[how, what] = ["", ""]] = Object.entries(reference) as [string, string][];
  return `${how}:${what}`;
}

/** A text that lists a key which was revoked cannot be made true; `diff` tells that too. */
async function refuseRevokedKeys(read: Reader, { fields }: ObjectToForesee): Promise<undefined> {
  for (const { sha256 } of (fields["keys"] ?? []) as unknown as readonly WrittenKey[]) {
    await refuseRevokedKey(read, sha256);
  }
}

/** What is there stays beside what the text lists. */
function withKeys(fields: Fields, there: Json | undefined): Fields {
  if (fields["keys"] === undefined) return fields;
  const wanted = fields["keys"] as unknown as readonly WrittenKey[];
  const known = (there ?? []) as unknown as readonly WrittenKey[];
  const added = wanted.filter(({ sha256 }) => !known.some((key) => key.sha256 === sha256));
  return { ...fields, keys: [...known, ...added] as unknown as Json };
}

async function present(read: Reader): Promise<PresentObject[]> {
  const names = Map.groupBy(await allClientNames(read), ({ client_id: id }) => id);
  const plans = Map.groupBy(await liveSubscriptions(read), ({ client_id: id }) => id);
  const foreign = (await allKeys(read)).filter(({ format, revoked_at: at }) => format === "foreign" && at === null);
  const keys = Map.groupBy(foreign, ({ client_id: id }) => id);
  const clients = (await allClients(read)).filter(({ retired_at: at }) => at === null);
  return clients.map(({ id, client, title, description, organisation, managed_by: managedBy }) => {
    const seen = (names.get(id) ?? []).filter(({ kind }) => kind === "seen").map(({ name }) => name);
    const approved = (plans.get(id) ?? []).filter(({ approved_at: at }) => at !== null);
    const fields = {
      title,
      description,
      organisation,
      seenAs: seen.toSorted(),
      plans: Object.fromEntries(approved.map(({ api, plan, next_plan: next }) => [api, next ?? plan])),
      keys: (keys.get(id) ?? []).map(({ sha256, prefix, environment }) => ({ sha256, prefix, environment })),
    };
    return { kind: "client", name: client, fields, managedBy };
  });
}

interface Saving {
  readonly parts: ClientKindParts;
  readonly context: SaveContext;
}

async function save(tx: Tx, { name, fields, was, managedBy, before }: ObjectToSave, saving: Saving): Promise<void> {
  const { parts, context } = saving;
  const draft = {
    client: name,
    ...(was === undefined ? {} : { was }),
    organisation: fields["organisation"] as string,
    title: fields["title"] as string,
    description: fields["description"] as string,
    environment: null,
    retired: false,
    ...(fields["seenAs"] === undefined ? {} : { seenAs: fields["seenAs"] as readonly string[] }),
  };
  const { row } = await saveClient(tx, draft, { ...context, managedBy, changed: parts.changed.bind(parts) });
  const doing = { now: context.now, by: context.by.name, nextId: context.nextId, managedBy };
  if (fields["plans"] !== undefined) await savePlans(tx, { client: name, before: before?.["plans"], fields, doing });
  for (const { sha256, prefix, environment } of (fields["keys"] ?? []) as unknown as readonly WrittenKey[]) {
    const key = { client: row, environment: environment ?? undefined, scopes: [], expiresAt: null };
    await importKey(tx, { ...key, sha256, prefix, lastFour: "" }, { ...doing, book: parts.keys });
  }
}

/** The text says on which plans the client is; it ends those that it does not name. */
async function savePlans(
  tx: Tx,
  of: {
    readonly client: string;
    readonly before: Json | undefined;
    readonly fields: Fields;
    readonly doing: Parameters<typeof saveSubscription>[2];
  },
): Promise<void> {
  const { client, doing } = of;
  const wanted = of.fields["plans"] as ByApi;
  for (const [api, plan] of Object.entries(wanted)) await saveSubscription(tx, { client, api, plan }, doing);
  for (const api of Object.keys((of.before ?? {}) as ByApi)) {
    if (!(api in wanted)) await endSubscription(tx, { client, api }, doing);
  }
}

async function retire(tx: Tx, name: string, { parts, context }: Saving): Promise<void> {
  const row = await existingClient(tx, name);
  await releaseSubscriptions(tx, row.id);
  const ending = { now: context.now, by: context.by.name, side: "provider" as const, note: context.note };
  await saveClient(
    tx,
    { ...row, retired: true },
    {
      ...context,
      managedBy: row.managed_by,
      changed: parts.changed.bind(parts),
      retired: (client) => parts.end(tx, client, ending),
    },
  );
  await releaseClient(tx, name);
}
