import type { Logger } from "pino";
import type { Alerting } from "#alerting";
import type { Clients } from "#clients";
import type { Escalation } from "#escalation";
import type { Identity } from "#identity";
import type { JobWorker } from "#jobs";
import { type Clock, HOUR_MS, MINUTE_MS, SECOND_MS } from "#kernel";
import type { Mail } from "#mail";
import type { Notifications } from "#notification";
import type { HandoffNotices } from "#oncall";
import type { State } from "#storage";
import type { ServerSettings } from "../config/server-settings.ts";
import type { LiveAccess } from "../gateway/live-access.ts";
import { QuotaNotices } from "../gateway/quota-notices.ts";
import { inSlices } from "../live/in-slices.ts";
import type { KeepAlerts } from "../live/keep-alerts.ts";
import type { LiveMeasurement } from "../live/live-measurement.ts";
import type { SelfWatch } from "../live/self-watch.ts";
import type { Probes } from "../probes/open-probes.ts";
import type { Reserve } from "../state/reserve.ts";
import type { EventStream } from "../stream/event-stream.ts";
import { type Beat, Heartbeat } from "./heartbeat.ts";
import { tolerated } from "./tolerated.ts";

/** What depends on time. */
export interface HeartbeatParts {
  readonly clock: Clock;
  readonly settings: ServerSettings;
  readonly log: Logger;
  readonly measurement: LiveMeasurement;
  readonly alerts: KeepAlerts;
  readonly alerting: Alerting;
  readonly escalation: Escalation;
  readonly notifications: Notifications;
  readonly handoffs: HandoffNotices;
  readonly stream: EventStream;
  readonly mail: Mail;
  readonly worker: JobWorker;
  readonly identity: Identity;
  readonly clients: Clients;
  readonly access: LiveAccess;
  readonly state: State;
  readonly publicUrl: string;
  readonly report: (fault: unknown) => void;
  readonly selfWatch: SelfWatch;
  readonly probes: Probes;
  /** For the state, when it lies on this disk. */
  readonly reserve: Reserve;
  readonly stateUrl?: string;
}

/** Quotas are corrected by what was counted so often, and who has reached a share of one is told. */
const QUOTAS_EVERY_MS = 10 * SECOND_MS;

/** All that a server does as time passes. A tick that fails stops it; what only the disk or a database refuses is reported, and tried again. */
export function heartbeatOf(parts: HeartbeatParts): Heartbeat {
  const { clock, settings, log, measurement, alerts, alerting, mail, worker, identity, clients, access } = parts;
  const { report, selfWatch, probes, reserve, stateUrl } = parts;
  const quotas = new QuotaNotices(parts);
  const snapshot = async (): Promise<void> => {
    if (!alerts.isBehind) await measurement.snapshot();
  };
  // What the reserve left is for alerts, until there is room for records again; what is not written stays in memory.
  const whileThereIsRoom =
    (beat: Beat): Beat =>
    async (now) => {
      if (!reserve.isReleased || (await measurement.log.refusalNow()) === null) await beat(now);
    };
  const mayFail: Beat[] = [
    async (now) => {
      const changed = await selfWatch.look(now);
      if (changed !== null) await alerts.keep(changed);
    },
    probes.beat(alerts),
    (now) => alerts.beatGroups(now),
    (now) => beatOncall(now, parts),
    each(MINUTE_MS, () => parts.handoffs.beat(clock.now())),
    () => worker.poke(),
    whileThereIsRoom((now) => inSlices(measurement.traffic.slices(now))),
    whileThereIsRoom((now) => measurement.markCounts(now)),
    whileThereIsRoom(each(settings.snapshotEvery, snapshot, clock.now())),
    ...(stateUrl === undefined ? [each(MINUTE_MS, () => reserve.renew(), clock.now())] : []),
    each(QUOTAS_EVERY_MS, async () => quotas.look(await access.correct()), clock.now()),
    each(MINUTE_MS, () => identity.tidy()),
    each(MINUTE_MS, () => clients.tidy()),
    each(HOUR_MS, () => measurement.retain()),
    each(HOUR_MS, async () => void (await alerting.tidy())),
    each(HOUR_MS, () => mail.tidy()),
    each(HOUR_MS, () => parts.notifications.tidy()),
    each(HOUR_MS, async () => void (await parts.escalation.tidy())),
  ];
  const beats: Beat[] = [
    // A tick that stops half-way leaves nothing that could be gone on from.
    (now) => measurement.ticks.goTo(now),
    ...mayFail.map((beat) => tolerated(beat, report)),
  ];
  return new Heartbeat(
    () => clock.now(),
    beats,
    (fault) => {
      log.fatal({ err: fault }, "what depends on time stopped: restart the server");
      process.exitCode = 1;
      process.kill(process.pid, "SIGTERM");
    },
  );
}

/** What is due of pages, behind what is due of groups; the worker is poked after it. */
async function beatOncall(now: number, { escalation, stream }: HeartbeatParts): Promise<void> {
  if ((await escalation.beat(now)) > 0) stream.changed("alerts");
}

/** A beat that does something only when so much time has passed since it did. */
function each(ms: number, run: () => Promise<void>, since = Number.NEGATIVE_INFINITY): Beat {
  let last = since;
  return async (now) => {
    if (now - last < ms) return;
    last = now;
    await run();
  };
}
