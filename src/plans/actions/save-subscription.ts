import { findApi } from "#apis";
import { type ClientRow, existingClient } from "#clients";
import { refuseManaged } from "#http";
import { Refusal } from "#kernel";
import type { Tx } from "#storage";
import type { SubscriptionRow } from "../model/rows.ts";
import { factColumns, factsOf } from "../model/subscription-facts.ts";
import { planAt, subscriptionState } from "../model/subscription.ts";
import {
  countSubscriptions,
  findLiveSubscription,
  insertSubscription,
  updateSubscription,
} from "../store/subscriptions.ts";
import { changeSubscription, type Doing, rememberEvent } from "./change-subscription.ts";
import type { Saved, Saving } from "./saving.ts";
import { takeablePlan } from "./takeable-plan.ts";

/** Of one client, live and ended ones. */
const SUBSCRIPTIONS_MAX = 1_000;

/** Which client shall be on which plan for which API. */
export interface SubscriptionDraft {
  /** Name or id. */
  readonly client: string;
  readonly api: string;
  readonly plan: string;
}

/** What a new subscription is made with. */
export interface Requesting {
  readonly doing: Doing;
  readonly nextId: (prefix: string) => string;
  readonly managedBy: string | null;
  /** Whether it is active at once; else it is when its plan is automatic. */
  readonly isApproved: boolean;
}

/**
 * A new subscription: active where the plan is automatic or whoever asks may decide, else requested. Refuses a client
 * that is retired or has a live one for the API, and a plan that is not offered to it there.
 */
export async function requestSubscription(
  tx: Tx,
  draft: SubscriptionDraft,
  { doing, nextId, managedBy, isApproved }: Requesting,
): Promise<SubscriptionRow> {
  const client = await existingClient(tx, draft.client);
  if (client.retired_at !== null) throw retired(client);
  const live = await findLiveSubscription(tx, client.id, draft.api);
  if (live !== undefined) throw alreadyLive(client, live, doing.now);
  const plan = await takeablePlan(tx, draft.plan, { client, api: draft.api });
  if ((await findApi(tx, draft.api)) === undefined) throw unknownApi(draft.api);
  if ((await countSubscriptions(tx, client.id)) >= SUBSCRIPTIONS_MAX) throw tooMany();
  const isActive = isApproved || plan.access === "automatic";
  const { now, reason } = doing;
  const facts = {
    plan: plan.plan,
    requestedAt: now,
    approvedAt: isActive ? now : null,
    suspendedAt: null,
    endedAt: null,
    next: null,
    wanted: null,
  };
  const row: SubscriptionRow = {
    id: nextId("sub"),
    client_id: client.id,
    api: draft.api,
    ...factColumns(facts),
    requested_by: doing.by,
    requested_side: doing.side,
    reason,
    revision: 1,
    managed_by: managedBy,
  };
  await insertSubscription(tx, row);
  await rememberEvent(tx, row.id, { ...doing, what: "requested", plan: plan.plan, planFrom: null });
  if (isActive) await rememberEvent(tx, row.id, { ...doing, what: "approved", plan: plan.plan, planFrom: now });
  return row;
}

/** Makes it so that the client is on the plan from now on, approved; for texts of a configuration. A suspended one stays suspended. */
export async function saveSubscription(
  tx: Tx,
  draft: SubscriptionDraft,
  saving: Saving,
): Promise<Saved<SubscriptionRow>> {
  const { now, by, nextId, managedBy } = saving;
  const doing: Doing = { now, by, side: "provider", reason: "" };
  const client = await existingClient(tx, draft.client);
  const before = await findLiveSubscription(tx, client.id, draft.api);
  if (before === undefined) {
    const row = await requestSubscription(tx, draft, { doing, nextId, managedBy, isApproved: true });
    return { did: "create", before, row };
  }
  if (before.managed_by !== managedBy) refuseManaged(before.managed_by, subscriptionText(client, draft.api));
  const facts = factsOf(before);
  const isOn =
    planAt(facts, now) === draft.plan && (facts.next === null || facts.next.from <= now) && facts.wanted === null;
  const isApproved = subscriptionState(facts) !== "requested";
  if (isOn && isApproved && before.managed_by === managedBy) return { did: "nothing", before, row: before };
  let row: SubscriptionRow = { ...before, managed_by: managedBy };
  if (isOn && isApproved) {
    row = { ...row, revision: before.revision + 1 };
    await updateSubscription(tx, row);
  } else if (isOn) {
    row = await changeSubscription(tx, row, { command: { verb: "approve" }, doing });
  } else {
    await takeablePlan(tx, draft.plan, { client, api: draft.api });
    row = await changeSubscription(tx, row, {
      command: { verb: "change", plan: draft.plan, from: "now", isApproved: true },
      doing,
    });
  }
  return { did: "change", before, row };
}

/** Ends the live subscription of a client for an API, if there is one. Refuses one that another text owns. */
export async function endSubscription(
  tx: Tx,
  { client: name, api }: Omit<SubscriptionDraft, "plan">,
  { now, by, managedBy }: Omit<Saving, "nextId">,
): Promise<void> {
  const client = await existingClient(tx, name);
  const row = await findLiveSubscription(tx, client.id, api);
  if (row === undefined) return;
  if (row.managed_by !== managedBy) refuseManaged(row.managed_by, subscriptionText(client, api));
  await changeSubscription(tx, row, { command: { verb: "end" }, doing: { now, by, side: "provider", reason: "" } });
}

/** How a subscription is called where it is refused. */
export function subscriptionText({ client }: ClientRow, api: string): string {
  return `plan of ${client} for ${api}`;
}

function retired({ client }: ClientRow): Refusal {
  return new Refusal(
    "conflict",
    "client.retired",
    `The client ${client} is retired, so it gets no plan. Bring it back first.`,
    { client },
  );
}

function alreadyLive({ client }: ClientRow, live: SubscriptionRow, now: number): Refusal {
  const facts = factsOf(live);
  const [plan, state] = [planAt(facts, now), subscriptionState(facts)];
  return new Refusal(
    "conflict",
    "subscription.live",
    `${client} has a subscription for ${live.api} already: ${plan}, ${state}. Nothing was changed. Change its plan, or end it first.`,
    { subscription: live.id, plan, state },
  );
}

function unknownApi(api: string): Refusal {
  return new Refusal("invalid", "api.unknown", `There is no API named "${api}", so nothing was changed.`, {
    faults: [{ pointer: "/api", detail: "must be the name of an API that is there" }],
  });
}

function tooMany(): Refusal {
  return new Refusal(
    "limit",
    "subscription.too-many",
    `The client had ${SUBSCRIPTIONS_MAX} subscriptions in its life, and no more are kept. Register a new client.`,
    { max: SUBSCRIPTIONS_MAX },
  );
}
