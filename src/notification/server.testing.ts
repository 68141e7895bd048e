import { randomBytes } from "node:crypto";
import { JobWorker, jobMigrations } from "#jobs";
import { type Clock, invariant } from "#kernel";
import { Mail, mailMigrations, smtpPlaceOf } from "#mail";
import { Seal } from "#storage";
import { openHouse } from "../identity/house.testing.ts";
import { openSmtpServer } from "../mail/server.testing.ts";
import { notificationMigrations } from "./migrations.ts";
import type { NotificationMessage } from "./model/notification-message.ts";
import type { NotificationOrder } from "./model/notification-order.ts";
import { Notifications } from "./notifications.ts";

const MODULES = [
  { module: "jobs", migrations: jobMigrations },
  { module: "mail", migrations: mailMigrations },
  { module: "notification", migrations: notificationMigrations },
];

/** People, jobs, a real SMTP server and notifications on a state of their own. The clock stands until it is moved. */
export async function openNotificationServer({
  recipient,
  post,
}: {
  recipient?: (address: string) => number | undefined;
  post?: NonNullable<ConstructorParameters<typeof Notifications>[0]["post"]>;
} = {}) {
  const smtp = await openSmtpServer(recipient === undefined ? {} : { recipient });
  let made: { notifications: Notifications; worker: JobWorker } | undefined;
  const faults: unknown[] = [];
  const house = await openHouse({
    modules: MODULES,
    routes: async ({ state, ids, clock }) => {
      const seal = new Seal(randomBytes(32));
      const mail = new Mail({ state, clock, ids, seal, smtp: settings(smtp.port) });
      const notifications = new Notifications({
        state,
        clock,
        ids,
        seal,
        entropy: randomBytes,
        mail,
        publicUrl: "http://plimsoll.test/",
        ...(post === undefined ? {} : { post }),
      });
      await notifications.prepare();
      made = { notifications, worker: workerOf({ state, clock, ids }, notifications, faults) };
      return notifications.routes;
    },
  });
  invariant(made !== undefined, "the routes were made");
  const { notifications, worker } = made;
  const work = async (): Promise<void> => {
    await worker.poke();
    await worker.idle();
  };
  return {
    ...house,
    faults,
    smtp,
    notifications,
    worker,
    work,
    /** Moves the time by so many ms, second by second as the server does, and does what is due. */
    pass: async (ms: number, stepMs = 1_000) => {
      for (const until = house.clock.at + ms; house.clock.at < until;) {
        house.clock.at += Math.min(stepMs, until - house.clock.at);
        await work();
      }
    },
    notify: async (order: Partial<NotificationOrder> & { readonly to: NotificationOrder["to"] }) =>
      await house.state.transact(async (tx) => await notifications.notify(tx, orderOf(house.clock, order))),
    listOf: async (subject = "pag_1") => await notifications.listOf(house.state.read, subject),
    [Symbol.asyncDispose]: async () => {
      await worker.stop();
      await house[Symbol.asyncDispose]();
      await smtp[Symbol.asyncDispose]();
    },
  };
}

/** A message that says what its title says. */
export function messageOf(clock: Clock, title = "orders/availability fires for orders"): NotificationMessage {
  return {
    title,
    sentences: ["The budget of 30 days is used up in 2 h."],
    link: { text: "Open the page", url: "http://plimsoll.test/pages/pag_1" },
    acts: [{ what: "acknowledge", text: "Acknowledge", url: "http://plimsoll.test/l/secret" }],
    at: clock.now(),
    labels: { api: "orders" },
  };
}

function orderOf(
  clock: Clock,
  order: Partial<NotificationOrder> & { readonly to: NotificationOrder["to"] },
): NotificationOrder {
  return { subject: "pag_1", key: "step 0", event: "page", urgency: "page", message: messageOf(clock), ...order };
}

function settings(port: number) {
  const place = smtpPlaceOf(`smtp://127.0.0.1:${port}`);
  invariant(place !== undefined, "a place");
  const from = { name: "Plimsoll", address: "plimsoll@example.com" };
  return { place, from, tls: "optional" as const, ca: undefined };
}

function workerOf(
  {
    state,
    clock,
    ids,
  }: Pick<ConstructorParameters<typeof Notifications>[0], "clock" | "ids"> & {
    readonly state: ConstructorParameters<typeof JobWorker>[0]["state"];
  },
  notifications: Notifications,
  faults: unknown[],
): JobWorker {
  return new JobWorker({
    state,
    clock,
    chance: () => 0,
    newLease: () => ids.next("lease"),
    queues: notifications.queues,
    onFault: (fault) => faults.push(fault),
  });
}
