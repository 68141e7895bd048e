import type { Clock } from "#kernel";
import { HeartbeatWatch, measure, ProbeRunner, probesRoutes } from "#probes";
import type { Seal, State } from "#storage";
import type { ServerSettings } from "../config/server-settings.ts";
import type { KeepAlerts } from "../live/keep-alerts.ts";
import type { LiveMeasurement } from "../live/live-measurement.ts";
import type { EventStream } from "../stream/event-stream.ts";
import { probePlaces } from "./probe-places.ts";
import { probeRecord } from "./probe-record.ts";
import { ToldTroubles } from "./told-troubles.ts";

export interface ProbesParts {
  readonly state: State;
  readonly clock: Clock;
  readonly seal: Seal;
  readonly settings: ServerSettings;
  readonly publicUrl: string;
  readonly ownPorts: readonly number[];
  readonly measurement: LiveMeasurement;
  readonly stream: EventStream;
  readonly report: (fault: unknown) => void;
}

/** Probes of a running server, and the alerts that come of them. */
export async function openProbes(parts: ProbesParts) {
  const { state, clock, seal, settings, measurement, stream, report } = parts;
  const places = probePlaces(settings.probes, parts.ownPorts);
  const now = (): number => clock.now();
  const measureNow = (asked: Parameters<typeof measure>[0]) => measure(asked, now(), places);
  const runner = await ProbeRunner.open({
    state,
    now,
    seal,
    measure: measureNow,
    record: async (probe, measured) => {
      // An API that was removed meanwhile has no records any more.
      if (!measurement.apis.has(probe.api)) return;
      await measurement.log.append({ columns: [probeRecord(probe, measured, measurement.log.names)] });
    },
    ran: () => stream.changed("probes"),
    report,
  });
  const heartbeats = await HeartbeatWatch.open({ state, now, changed: () => stream.changed("probes"), report });
  const isQuiet = (api: string, at: number): boolean =>
    measurement.apis.has(api) && measurement.objectives.excludedTimeOf(api).holds(at);
  const troubles = new ToldTroubles({ troubles: () => [...runner.troubles(), ...heartbeats.troubles()], isQuiet });
  troubles.look(now());
  const beat =
    (alerts: Pick<KeepAlerts, "keep">) =>
    async (at: number): Promise<void> => {
      runner.look(at);
      await heartbeats.look(at);
      const changed = troubles.look(at);
      if (changed !== null) await alerts.keep(changed);
    };
  const forgetApi = async (api: string): Promise<void> => {
    await runner.forgetApi(api);
    await heartbeats.forgetApi(api);
  };
  const stop = async (): Promise<void> => {
    await runner.stop();
    await heartbeats.settled();
  };
  const changed = {
    changed: (probe: string) => runner.follow(probe),
    heartbeatChanged: (heartbeat: string) => heartbeats.follow(heartbeat),
  };
  const routes = probesRoutes({ seal, measureNow, ...changed, publicUrl: parts.publicUrl });
  return { troubles, heartbeats, routes, ofTexts: { seal, ...changed }, beat, forgetApi, stop };
}

/** What `openProbes` gives. */
export type Probes = Awaited<ReturnType<typeof openProbes>>;
