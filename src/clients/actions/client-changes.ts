import { z } from "zod";
import { refuseStale } from "#http";
import { type Action, changeAction } from "#identity";
import { Refusal } from "#kernel";
import type { Tx } from "#storage";
import {
  clientField,
  clientName,
  clientSchema,
  environmentName,
  organisationName,
  seenAsField,
  textField,
  titleField,
} from "../contract.ts";
import type { ClientDraft } from "../model/client-draft.ts";
import type { ClientRow } from "../model/rows.ts";
import { findClient } from "../store/clients.ts";
import { clientView } from "./client-views.ts";
import { endingOf, type OnClientRetired } from "./end-client.ts";
import { existingClient, ownerOfClient, ownerOfOrganisation } from "./existing-client.ts";
import { saveClient } from "./save-client.ts";
import type { OnClientChanged } from "./saving.ts";

/** What a person may say of a client, whoever it is. */
const told = {
  title: titleField.optional(),
  description: textField.optional(),
  environment: environmentName.nullable().optional(),
  retired: z.boolean().optional(),
};

/** What changing clients stands on. */
export interface ChangeParts {
  readonly changed: OnClientChanged;
  /** Ends what a client has that is retired. */
  readonly retired: OnClientRetired;
}

/** What is done with clients. */
export function clientChanges(parts: ChangeParts): Record<"put" | "create" | "retire", Action> {
  return { put: putClient(parts), create: createClient(parts), retire: retireClient(parts) };
}

/**
 * Creates a client, or changes what is given: what is left out stays. A developer changes the own client only, and not
 * what it is called, seen as, or whose it is: that decides whose traffic is whose.
 */
function putClient({ changed, retired }: ChangeParts): Action {
  return changeAction({
    name: "client.put",
    may: "client:write",
    owner: ownerOfClient,
    input: z.strictObject({
      client: clientName,
      was: clientName.optional(),
      organisation: organisationName.optional(),
      seenAs: seenAsField.optional(),
      ...told,
    }),
    output: clientSchema,
    run: async ({ client, was, organisation, seenAs, ...given }, context) => {
      const { tx, now, call, nextId, within } = context;
      const before = await namedClient(tx, client, was);
      if (within !== null) refuseProvidersOwn({ was, organisation, seenAs });
      refuseStale(call.precondition, before?.revision);
      const draft: ClientDraft = {
        client,
        ...(was === undefined ? {} : { was }),
        ...(seenAs === undefined ? {} : { seenAs }),
        ...describedAs(client, given, before),
        organisation: organisation ?? before?.organisation ?? refuseHomeless(),
      };
      const ends = (own: ClientRow): Promise<void> => retired(tx, own, endingOf(context));
      const { row } = await saveClient(tx, draft, { now, nextId, managedBy: null, changed, retired: ends });
      return clientView(tx, row, within);
    },
    audit: (_input, client) => auditOf(client),
  });
}

/** A client of an organisation under a name that is made for it, so that nobody learns which names there are. */
function createClient({ changed }: ChangeParts): Action {
  return changeAction({
    name: "client.create",
    may: "client:write",
    owner: ownerOfOrganisation,
    input: z.strictObject({ organisation: organisationName, ...told, title: titleField }),
    output: clientSchema,
    run: async ({ organisation, ...given }, { tx, now, nextId, within }) => {
      const client = madeName(organisation, nextId("cli"));
      const draft = { ...describedAs(client, given, undefined), client, organisation };
      const { row } = await saveClient(tx, draft, { now, nextId, managedBy: null, changed });
      return clientView(tx, row, within);
    },
    audit: (_input, client) => auditOf(client),
  });
}

/**
 * Retires a client: its keys are revoked, and its subscriptions end. Its name, history and traffic stay; PUT with
 * `retired: false` brings it back, without them.
 */
function retireClient({ changed, retired }: ChangeParts): Action {
  return changeAction({
    name: "client.retire",
    may: "client:write",
    owner: ownerOfClient,
    input: z.strictObject({ client: clientField }),
    output: z.void(),
    run: async ({ client }, context) => {
      const { tx, now, call, nextId } = context;
      const before = await existingClient(tx, client);
      refuseStale(call.precondition, before.revision);
      const ends = (row: ClientRow): Promise<void> => retired(tx, row, endingOf(context));
      const saving = { now, nextId, managedBy: null, changed, retired: ends };
      await saveClient(tx, { ...before, retired: true }, saving);
    },
    audit: ({ client }) => ({ subject: `client:${client}` }),
  });
}

/** The client that a PUT is about: of the name in the address, or of the name that it has until now. */
async function namedClient(tx: Tx, client: string, was: string | undefined): Promise<ClientRow | undefined> {
  return (await findClient(tx, client)) ?? (was === undefined ? undefined : await findClient(tx, was));
}

interface Described {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly environment?: string | null | undefined;
  readonly retired?: boolean | undefined;
}

function describedAs(client: string, given: Described, before: ClientRow | undefined) {
  const { title, description, environment, retired } = given;
  return {
    title: title ?? before?.title ?? client,
    description: description ?? before?.description ?? "",
    environment: environment === undefined ? (before?.environment ?? null) : environment,
    ...(retired === undefined ? {} : { retired }),
  };
}

/** Letters of an id that are random; the organisation's name is cut so that both fit. */
const RANDOM_LETTERS = 8;
const NAME_MAX = 63;

function madeName(organisation: string, id: string): string {
  return `${organisation.slice(0, NAME_MAX - RANDOM_LETTERS - 1)}-${id.slice(-RANDOM_LETTERS)}`;
}

function auditOf({ client, id, revision, organisation, title, environment, retiredAt }: z.output<typeof clientSchema>) {
  return { subject: `client:${client}`, facts: { id, organisation, title, environment, retiredAt, revision } };
}

function refuseProvidersOwn(given: Readonly<Record<string, unknown>>): void {
  const names = Object.keys(given).filter((name) => given[name] !== undefined);
  if (names.length === 0) return;
  throw new Refusal(
    "forbidden",
    "client.providers-own",
    `Only the provider of the API changes ${names.join(", ")} of a client, because it decides whose traffic is whose. Nothing was changed; ask the provider.`,
    { faults: names.map((name) => ({ pointer: `/${name}`, detail: "is changed by the provider only" })) },
  );
}

function refuseHomeless(): never {
  throw new Refusal("invalid", "request.invalid", "A new client needs an organisation, so nothing was saved.", {
    faults: [{ pointer: "/organisation", detail: "is needed for a new client" }],
  });
}
