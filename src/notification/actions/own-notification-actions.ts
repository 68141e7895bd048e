import { cursorOf, page, pageInput, readCursor } from "#http";
import { type Action, callerPerson, changeAction, readAction } from "#identity";
import { MINUTE_MS, Refusal } from "#kernel";
import type { Reader } from "#storage";
import { z } from "zod";
import { notificationSchema, orderedTestSchema } from "../contract.ts";
import { methodStanding } from "../model/method.ts";
import { notificationView } from "../model/notification-view.ts";
import type { NotificationTarget } from "../model/notification-order.ts";
import { testMessage } from "../model/verify-message.ts";
import { listMessages } from "../store/messages.ts";
import { methodsOf } from "../store/methods.ts";
import { availableKinds, type NotificationParts } from "./notification-parts.ts";
import { orderMessage } from "./order-message.ts";
import { reachablePerson } from "./reachable-person.ts";

const LIST = "notifications";
const place = z.tuple([z.number(), z.string()]);
/** Tests that somebody may order within ten minutes. */
const TESTS_MAX = 5;
const TESTS_MS = 10 * MINUTE_MS;

/** What a list of notifications takes besides what narrows it. */
export const notificationsInput = { ...pageInput, subject: z.string().max(100).optional() };

/** A page of what was sent to somebody, newest first. */
export async function notificationsPage(
  read: Reader,
  to: NotificationTarget,
  { limit, cursor, subject }: { limit: number; cursor?: string | undefined; subject?: string | undefined },
) {
  const [createdAt, id] = readCursor(LIST, cursor, place) ?? [];
  const after = createdAt === undefined || id === undefined ? undefined : { createdAt, id };
  const found = await listMessages(read, { to, subject }, { limit: limit + 1, after });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const next = last === undefined || found.length <= limit ? null : cursorOf(LIST, [last.createdAt, last.id]);
  return { items: items.map((one) => ({ ...notificationView(one), to: { ...one.to } })), next };
}

/** What I was sent, and **Page me now**. */
export function ownNotificationActions(parts: NotificationParts): Record<"list" | "pageMe", Action> {
  const list = readAction({
    name: "notification.list-own",
    may: "signed-in",
    input: z.strictObject(notificationsInput),
    output: page(notificationSchema),
    run: async (input, { read, by }) => {
      const { handle } = await callerPerson(read, by);
      return await notificationsPage(read, { kind: "person", name: handle }, input);
    },
  });
  return { list, pageMe: pageMe(parts) };
}

/** Tells the one who asks by one way, or by all that are verified, also by those that fail: to see whether they still do. */
function pageMe(parts: NotificationParts): Action {
  return changeAction({
    name: "notification.page-me",
    may: "signed-in",
    input: z.strictObject({ method: z.string().max(40).optional() }),
    output: orderedTestSchema,
    run: async ({ method: only }, { tx, by, now, nextId, about }) => {
      const { id, name, handle } = await reachablePerson(tx, by);
      about(`person:${handle}`);
      const to = { kind: "person", name: handle } as const;
      await refuseTooOften(tx, to, now);
      const available = await availableKinds(tx, parts);
      const methods = (await methodsOf(tx, [id])).filter(
        (one) =>
          (only === undefined || one.id === only) && methodStanding(one, (kind) => available.has(kind)) !== "none",
      );
      if (methods.length === 0) throw noWay();
      const [subject, message] = [nextId("tst"), testMessage({ base: parts.base, at: now, by: name, path: "/reach" })];
      for (const address of methods) {
        const order = { subject, key: "test", to, event: "test", urgency: "page", message, address } as const;
        await orderMessage(tx, { ...order, dueAt: now, because: null }, parts);
      }
      return { subject, ordered: methods.length };
    },
    audit: (_input, { ordered }) => ({ subject: "person", facts: { ordered } }),
  });
}

async function refuseTooOften(read: Reader, to: NotificationTarget, now: number): Promise<void> {
  const recent = await listMessages(read, { to }, { limit: 200, after: undefined });
  const tests = recent.filter(({ event, createdAt }) => event === "test" && createdAt > now - TESTS_MS);
  const oldest = Math.min(...tests.map(({ createdAt }) => createdAt));
  if (new Set(tests.map(({ subject }) => subject)).size < TESTS_MAX) return;
  throw new Refusal(
    "limit",
    "notification.too-many-tests",
    `You were paged ${TESTS_MAX} times within ten minutes to try it out, so nothing was sent now. Wait a little.`,
    { retryAfterSeconds: Math.ceil((oldest + TESTS_MS - now) / 1_000) },
  );
}

function noWay(): Refusal {
  return new Refusal(
    "conflict",
    "notification.no-way",
    "There is no verified way to you, so nothing was sent. Add one, and verify it.",
  );
}
