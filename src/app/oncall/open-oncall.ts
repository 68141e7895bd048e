import { randomBytes } from "node:crypto";
import { Alerting } from "#alerting";
import type { Clients } from "#clients";
import { allEscalations, Escalation } from "#escalation";
import type { Clock, Ids } from "#kernel";
import type { Notifications } from "#notification";
import { HandoffNotices, OnCallSchedules } from "#oncall";
import type { State } from "#storage";
import { keptSecret, LINKS_KEY } from "../state/kept-secret.ts";

/** What the way from an alert to a person is opened with. */
export interface OncallParts {
  readonly directory: string;
  readonly state: State;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly notifications: Notifications;
  readonly clients: Clients;
  readonly publicUrl: string;
  readonly report: (fault: unknown) => void;
}

/** The way from an alert to a person: alerts and their groups, who is on call, pages, and the messages that leave. */
export function openOncall(parts: OncallParts) {
  const { directory, state, clock, ids, publicUrl, clients, notifications, report } = parts;
  const entropy = randomBytes;
  const schedules = new OnCallSchedules({ publicUrl, entropy });
  const handoffs = new HandoffNotices({ state, notifications, schedules, publicUrl });
  const escalation = new Escalation({
    state,
    clock,
    nextId: (prefix) => ids.next(prefix),
    notifications,
    schedules,
    base: publicUrl.replace(/\/+$/, ""),
    linkSecret: keptSecret(directory, LINKS_KEY),
    alarm: (text) => report(new Error(text)),
  });
  const alerting = new Alerting({
    state,
    clock,
    ids,
    entropy,
    publicUrl,
    clients: clients.names,
    tell: (tx, notice) => escalation.take(tx, notice),
    policies: async (read) => (await allEscalations(read)).map(({ name }) => name),
  });
  return { alerting, schedules, notifications, escalation, handoffs };
}
