import { page, pageInput, refuseStale } from "#http";
import { type Action, changeAction, readAction } from "#identity";
import { Refusal } from "#kernel";
import { newWebhookSecret, PAGERDUTY_BASE } from "#messaging";
import { z } from "zod";
import { destinationFields, destinationSchema, newSecretSchema } from "../contract.ts";
import { destinationFaults, type WrittenAddress } from "../model/destination-faults.ts";
import { type Destination, type DestinationAddress, OLD_SECRET_MS } from "../model/destination.ts";
import { destinationView } from "../model/destination-view.ts";
import { allDestinations, deleteDestination, saveDestination } from "../store/destinations.ts";
import { getDestination } from "./get-destination.ts";

const DESTINATIONS_MAX = 100;
const id = z.string();

/** Gives n bytes that nobody can guess. */
export type Entropy = (bytes: number) => Uint8Array;

/** What is done with destinations, besides trying one out. */
export function destinationActions(entropy: Entropy): Record<"list" | "create" | "put" | "rotate" | "remove", Action> {
  return {
    list: listDestinations,
    create: createDestination(entropy),
    put: putDestination,
    rotate: rotateSecret(entropy),
    remove: removeDestination,
  };
}

const listDestinations = readAction({
  name: "destination.list",
  may: "destination:read",
  input: z.strictObject({ limit: pageInput.limit }),
  output: page(destinationSchema),
  run: async ({ limit }, { read, now }) => {
    const all = await allDestinations(read);
    return { items: all.slice(0, limit).map((one) => destinationView(one, now)), next: null };
  },
});

function createDestination(entropy: Entropy): Action {
  return changeAction({
    name: "destination.create",
    may: "destination:write",
    input: z.strictObject({ kind: z.enum(["webhook", "pagerduty"]), ...destinationFields }),
    output: newSecretSchema,
    run: async ({ kind, url, routingKey, ...fields }, { tx, now, nextId }) => {
      refuseFaults(kind, { url, routingKey }, false);
      if ((await allDestinations(tx)).length >= DESTINATIONS_MAX) throw tooMany();
      const to: DestinationAddress =
        kind === "webhook"
          ? { kind, url: url ?? "", secret: newWebhookSecret(entropy), oldSecret: null }
          : { kind, url: url ?? PAGERDUTY_BASE, routingKey: routingKey ?? "" };
      const made: Destination = { id: nextId("dest"), to, ...fields, createdAt: now, revision: 1 };
      await saveDestination(tx, made);
      return { ...destinationView(made, now), ...(to.kind === "webhook" ? { secret: to.secret } : {}) };
    },
    audit: (_input, { secret: _secret, ...made }) => ({ subject: `destination:${made.id}`, facts: made }),
  });
}

const putDestination = changeAction({
  name: "destination.put",
  may: "destination:write",
  input: z.strictObject({ id, ...destinationFields }),
  output: destinationSchema,
  run: async ({ id: wanted, url, routingKey, ...fields }, { tx, now, call }) => {
    const before = await getDestination(tx, wanted);
    refuseStale(call.precondition, before.revision);
    refuseFaults(before.to.kind, { url, routingKey }, true);
    const to: DestinationAddress =
      before.to.kind === "webhook"
        ? { ...before.to, url: url ?? before.to.url }
        : { ...before.to, url: url ?? before.to.url, routingKey: routingKey ?? before.to.routingKey };
    const after: Destination = { ...before, ...fields, to, revision: before.revision + 1 };
    await saveDestination(tx, after);
    return destinationView(after, now);
  },
  audit: (_input, after) => ({ subject: `destination:${after.id}`, facts: after }),
});

/** A new secret for a webhook; for a day messages are signed with the old one too, so that no receiver misses any. */
function rotateSecret(entropy: Entropy): Action {
  return changeAction({
    name: "destination.rotate-secret",
    may: "destination:write",
    input: z.strictObject({ id }),
    output: newSecretSchema,
    run: async ({ id: wanted }, { tx, now, call }) => {
      const before = await getDestination(tx, wanted);
      refuseStale(call.precondition, before.revision);
      if (before.to.kind !== "webhook") throw noSecret();
      const secret = newWebhookSecret(entropy);
      const oldSecret = { secret: before.to.secret, until: now + OLD_SECRET_MS };
      const after: Destination = { ...before, to: { ...before.to, secret, oldSecret }, revision: before.revision + 1 };
      await saveDestination(tx, after);
      return { ...destinationView(after, now), secret };
    },
    audit: ({ id: wanted }) => ({ subject: `destination:${wanted}` }),
  });
}

const removeDestination = changeAction({
  name: "destination.delete",
  may: "destination:write",
  input: z.strictObject({ id }),
  output: z.void(),
  run: async ({ id: wanted }, { tx, call }) => {
    const before = await getDestination(tx, wanted);
    refuseStale(call.precondition, before.revision);
    await deleteDestination(tx, wanted);
  },
  audit: ({ id: wanted }) => ({ subject: `destination:${wanted}` }),
});

function refuseFaults(kind: "webhook" | "pagerduty", written: WrittenAddress, keeps: boolean): void {
  const faults = destinationFaults(kind, written, keeps);
  if (faults.length === 0) return;
  const said = faults.map(({ detail }) => detail).join("; ");
  throw new Refusal("invalid", "request.invalid", `Nothing was saved: ${said}.`, { faults });
}

function noSecret(): Refusal {
  return new Refusal(
    "conflict",
    "destination.no-secret",
    "Events for PagerDuty are not signed, so there is no secret to change. A new integration key is made in PagerDuty and saved with the destination.",
  );
}

function tooMany(): Refusal {
  return new Refusal(
    "conflict",
    "destination.too-many",
    `There are ${DESTINATIONS_MAX} destinations already. Delete those that nobody uses.`,
  );
}
