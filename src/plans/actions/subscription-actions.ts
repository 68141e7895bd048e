import { z } from "zod";
import { apiName } from "#apis";
import { clientField, existingClient, findClient, ownerOfClient } from "#clients";
import { refuseManaged, refuseStale } from "#http";
import { type ChangeContext, changeAction, readAction } from "#identity";
import {
  planName,
  reasonText,
  subscriptionId,
  subscriptionSchema,
  subscriptionWithHistorySchema,
} from "../contract.ts";
import type { SubscriptionCommand } from "../model/decide-subscription.ts";
import { PLAN_STARTS } from "../model/subscription.ts";
import { eventsOf } from "../store/subscriptions.ts";
import { changeSubscription } from "./change-subscription.ts";
import { doingOf, refuseDeciding } from "./doing-of.ts";
import { existingSubscription, ownerOfSubscription } from "./existing-subscription.ts";
import { requestSubscription, subscriptionText } from "./save-subscription.ts";
import { subscriptionView, withHistory } from "./subscription-view.ts";
import { takeablePlan } from "./takeable-plan.ts";

/** Events that are shown with a subscription. */
const HISTORY_SHOWN = 100;

const get = readAction({
  name: "subscription.get",
  may: "subscription:read",
  owner: ownerOfSubscription,
  input: z.strictObject({ subscription: subscriptionId }),
  output: subscriptionWithHistorySchema,
  run: async ({ subscription }, { read, within, now }) => {
    const row = await existingSubscription(read, subscription);
    const events = await eventsOf(read, row.id, HISTORY_SHOWN);
    return withHistory(row, events, { within, now, client: await findClient(read, row.client_id) });
  },
});

/** Asks for a plan. It is active at once where the plan is automatic, or where whoever asks may decide and says `approve`. */
const request = changeAction({
  name: "subscription.request",
  may: "subscription:request",
  owner: ownerOfClient,
  input: z.strictObject({
    client: clientField,
    api: apiName,
    plan: planName,
    reason: reasonText.default(""),
    approve: z.boolean().default(false),
  }),
  output: subscriptionSchema,
  run: async ({ reason, approve, ...draft }, context) => {
    if (approve) refuseDeciding(context);
    const { tx, nextId, within, now } = context;
    const doing = doingOf(context, reason);
    const row = await requestSubscription(tx, draft, { doing, nextId, managedBy: null, isApproved: approve });
    return subscriptionView(row, { within, now, client: await findClient(tx, row.client_id) });
  },
  audit: (_input, { id, client, api, plan, state }) => ({
    subject: `subscription:${id}`,
    facts: { client, api, plan, state },
  }),
});

/** Another plan for the same key. Waits for approval where the plan is on request and whoever asks does not decide. */
const changePlan = changeAction({
  name: "subscription.change-plan",
  may: "subscription:request",
  owner: ownerOfSubscription,
  input: z.strictObject({
    subscription: subscriptionId,
    plan: planName,
    from: z.enum(PLAN_STARTS).default("now"),
    reason: reasonText.default(""),
    approve: z.boolean().default(false),
  }),
  output: subscriptionSchema,
  run: async ({ subscription, plan, from, reason, approve }, context) => {
    if (approve) refuseDeciding(context);
    const { tx, within, now, call } = context;
    const row = await existingSubscription(tx, subscription);
    refuseStale(call.precondition, row.revision);
    const client = await existingClient(tx, row.client_id);
    refuseManaged(row.managed_by, subscriptionText(client, row.api));
    // Back to the present plan is always possible, also when it is no longer offered.
    const isAutomatic =
      plan === row.plan || (await takeablePlan(tx, plan, { client, api: row.api })).access === "automatic";
    const command = { verb: "change", plan, from, isApproved: approve || isAutomatic } as const;
    const after = await changeSubscription(tx, row, { command, doing: doingOf(context, reason) });
    return subscriptionView(after, { within, now, client });
  },
  audit: ({ subscription, from }, { client, plan, next, wanted, reason }) => ({
    subject: `subscription:${subscription}`,
    facts: { client, plan, next, wanted, from, reason },
  }),
});

/** Approves or declines a subscription that was asked for, or another plan for one. Who declines says why. */
const decide = changeAction({
  name: "subscription.decide",
  may: "subscription:write",
  input: z
    .strictObject({
      subscription: subscriptionId,
      decision: z.enum(["approve", "decline"]),
      reason: reasonText.default(""),
    })
    .refine(({ decision, reason }) => decision === "approve" || reason !== "", {
      path: ["reason"],
      message: "says why, for the client to read",
    }),
  output: subscriptionSchema,
  run: ({ subscription, decision, reason }, context) => done(subscription, { verb: decision, reason }, context),
  audit: ({ subscription, decision }, { client, state, plan, reason }) => ({
    subject: `subscription:${subscription}`,
    facts: { client, decision, state, plan, reason },
  }),
});

/** Holds a client back from the API. A configuration text says who is on a plan, not who is held back, so it does not matter here. */
const suspend = changeAction({
  name: "subscription.suspend",
  may: "subscription:write",
  input: z.strictObject({
    subscription: subscriptionId,
    reason: reasonText.min(1, "says why, for the client to read"),
  }),
  output: subscriptionSchema,
  run: ({ subscription, reason }, context) => done(subscription, { verb: "suspend", reason }, context),
  audit: ({ subscription }, { client, reason }) => ({
    subject: `subscription:${subscription}`,
    facts: { client, reason },
  }),
});

const resume = changeAction({
  name: "subscription.resume",
  may: "subscription:write",
  input: z.strictObject({ subscription: subscriptionId, reason: reasonText.default("") }),
  output: subscriptionSchema,
  run: ({ subscription, reason }, context) => done(subscription, { verb: "resume", reason }, context),
  audit: ({ subscription }, { client, reason }) => ({
    subject: `subscription:${subscription}`,
    facts: { client, reason },
  }),
});

/** Ends it, or takes back what was asked for. It stays in the history. */
const end = changeAction({
  name: "subscription.end",
  may: "subscription:request",
  owner: ownerOfSubscription,
  input: z.strictObject({ subscription: subscriptionId, reason: reasonText.default("") }),
  output: subscriptionSchema,
  run: async ({ subscription, reason }, context) => {
    const row = await existingSubscription(context.tx, subscription);
    const client = await existingClient(context.tx, row.client_id);
    refuseManaged(row.managed_by, subscriptionText(client, row.api));
    return done(subscription, { verb: "end", reason }, context);
  },
  audit: ({ subscription }, { client, reason }) => ({
    subject: `subscription:${subscription}`,
    facts: { client, reason },
  }),
});

/** What can be done with subscriptions, listing apart. */
export const subscriptionActions = { get, request, changePlan, decide, suspend, resume, end };

interface Said {
  readonly verb: Exclude<SubscriptionCommand["verb"], "change">;
  readonly reason: string;
}

async function done(subscription: string, { verb, reason }: Said, context: ChangeContext) {
  const { tx, within, now, call } = context;
  const row = await existingSubscription(tx, subscription);
  refuseStale(call.precondition, row.revision);
  const after = await changeSubscription(tx, row, { command: { verb }, doing: doingOf(context, reason) });
  return subscriptionView(after, { within, now, client: await findClient(tx, row.client_id) });
}
