import { type Action, changeAction } from "#identity";
import { type Answer, answerOf, type Message, pagerDutyMessage, type Reply } from "#messaging";
import { z } from "zod";
import { testResultSchema } from "../contract.ts";
import type { Delivery } from "../model/delivery.ts";
import type { Destination } from "../model/destination.ts";
import { testNotice } from "../model/notice.ts";
import { pagerEvent } from "../model/pager-event.ts";
import { insertDeliveries } from "../store/deliveries.ts";
import { getDestination } from "./get-destination.ts";
import { messageTo } from "./message-to.ts";

/** What a test sends with. */
export interface TestPorts {
  readonly post: (message: Message) => Promise<Reply>;
  readonly nextId: (prefix: string) => string;
  readonly base: string;
}

/**
 * Sends one message at once, also to a destination that is switched off, and says how it went. It is tried once: who
 * tests, watches. On a pager the test is ended right after it began.
 */
export function testDestination({ post, nextId, base }: TestPorts): Action {
  return changeAction({
    name: "destination.test",
    may: "destination:write",
    input: z.strictObject({ id: z.string() }),
    output: testResultSchema,
    prepare: async ({ id }, { read, now }) => {
      const destination = await getDestination(read, id);
      const notice = testNotice(destination, base, now);
      const message = { id: nextId("msg"), notice: JSON.stringify(notice) };
      const answer = answerOf(await post(messageTo(destination, message, now)), now);
      if (answer.kind === "delivered" && destination.to.kind === "pagerduty") {
        const { url, routingKey } = destination.to;
        // How its end went is of no use to who asked: the test showed already that the service is reached.
        await post(pagerDutyMessage({ ...pagerEvent(notice), routingKey, action: "resolve" }, url));
      }
      return { destination, message, answer };
    },
    run: async (_input, { tx, now }, { destination, message, answer }) => {
      await insertDeliveries(tx, [settledTest({ destination, message, answer }, now)]);
      const { kind: outcome, status } = answer;
      return { outcome, status, reason: answer.kind === "delivered" ? null : answer.reason };
    },
    audit: ({ id }, { outcome }) => ({ subject: `destination:${id}`, facts: { outcome } }),
  });
}

/** The test in the list of deliveries. */
function settledTest(
  {
    destination,
    message,
    answer,
  }: { readonly destination: Destination; readonly message: Pick<Delivery, "id" | "notice">; readonly answer: Answer },
  now: number,
): Delivery {
  return {
    ...message,
    alertId: null,
    event: "test",
    destinationId: destination.id,
    destinationTitle: destination.title,
    state: answer.kind === "delivered" ? "delivered" : "failed",
    createdAt: now,
    attempts: 1,
    nextAttemptAt: null,
    lastStatus: answer.status,
    lastError: answer.kind === "delivered" ? null : answer.reason,
    mayHaveArrived: answer.kind !== "failed",
    settledAt: now,
  };
}
