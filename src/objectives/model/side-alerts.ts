import { floorTo, type Interval } from "#kernel";
import { trafficStepMs, VanishedTraffic } from "./alerts/vanished-traffic.ts";
import type { Coverage } from "./engine/coverage.ts";
import { isUnknown, observedIn } from "./engine/measured.ts";
import { GRID_MS } from "./engine/windows.ts";
import { isWholeApi, type Objective } from "./objective.ts";
import type { Recorded } from "./recorded.ts";
import type { AlertResult } from "./results.ts";
import { type SideAlert, type SideTerms, SideWatch } from "./side-watch.ts";
import type { Told } from "./told.ts";

/**
 * The default pages of each API in a recorded history: see `SideWatch`. Traffic is told from the valid requests of an
 * API's first availability objective of the whole API, as these are what the cells hold. `burning` are the alerts of its
 * objectives.
 */
export function sideAlerts(recorded: Recorded, burning: readonly AlertResult[]): Told {
  const apis = [...new Set(recorded.instances.objectives.map(({ api }) => api))];
  const traffic = trafficOf(recorded);
  const found = apis.flatMap((api) => {
    const speakers = speakersFor(recorded, api, burning);
    return watched(recorded, {
      api,
      traffic: trafficWatch(recorded, api, traffic.get(api)),
      coverage: recorded.coverage?.get(api),
      speakers: () => speakers,
    });
  });
  return {
    alerts: found.map(({ alert }) => alert),
    pages: found.flatMap(({ alert, toldAt }) =>
      toldAt === null ? [] : [{ at: toldAt, urgency: alert.urgency, alerts: [alert] }],
    ),
  };
}

function watched({ span }: Recorded, terms: SideTerms): SideAlert[] {
  const watch = new SideWatch(terms);
  const alerts: SideAlert[] = [];
  for (let at = watch.nextAt; at <= span.to; at = watch.nextAt) alerts.push(...watch.tick(at).fired);
  return alerts;
}

/** The cells that tell of each API's traffic, found in one pass; what exclusions of clients took out was traffic too. */
function trafficOf({ instances, cells, takenOut }: Recorded): ReadonlyMap<string, Traffic> {
  const traffic = new Map<string, Traffic>();
  const byRow = new Map<number, Traffic>();
  instances.objectives.forEach((one, objective) => {
    if (traffic.has(one.api) || !isAvailabilityOfAll(one)) return;
    const slots: Traffic = [];
    traffic.set(one.api, slots);
    byRow.set(instances.baseOf(objective), slots);
  });
  for (const { slots, rows, valid } of takenOut === undefined ? [cells] : [cells, takenOut]) {
    for (let i = 0; i < rows.length; i++) byRow.get(rows[i] as number)?.push(slots[i] as number, valid[i] as number);
  }
  return traffic;
}

/** Slots and the valid requests in them, in turn. */
type Traffic = number[];

function trafficWatch(recorded: Recorded, api: string, traffic: Traffic | undefined): VanishedTraffic | undefined {
  const { span, slotMs = GRID_MS } = recorded;
  const startedAt = recorded.coverage?.get(api)?.startedAt ?? span.from;
  const stepMs = trafficStepMs(slotMs);
  if (traffic === undefined || stepMs === null || span.to - startedAt < VanishedTraffic.leastMs) return undefined;
  const isMeasured = (interval: Interval): boolean => isJudgeable(recorded, api, interval);
  const origin = span.from - floorTo(span.from, slotMs);
  const watch = new VanishedTraffic({ startedAt, stepMs, origin, isMeasured });
  for (let i = 0; i < traffic.length; i += 2) watch.count(traffic[i] as number, traffic[i + 1] as number);
  return watch;
}

/** Enough of it was watched, and no maintenance of the whole API touches it. */
export function isJudgeable(
  { coverage, exclusions = [] }: Pick<Recorded, "coverage" | "exclusions">,
  api: string,
  { from, to }: Interval,
): boolean {
  const touches = exclusions.some(
    (one) => one.api === api && one.client === undefined && one.from < to && from < one.to,
  );
  const marks: Coverage | undefined = coverage?.get(api);
  return !touches && (marks === undefined || !isUnknown(observedIn({ from, to }, marks.startedAt, marks)));
}

/** The pages of availability of the whole API: who has been told of one knows that requests are missing. */
function speakersFor({ instances }: Recorded, api: string, burning: readonly AlertResult[]): AlertResult[] {
  const names = new Set(
    instances.objectives.flatMap((one) => (one.api === api && isAvailabilityOfAll(one) ? [one.name] : [])),
  );
  return burning.filter(
    ({ objective, client, urgency }) => client === undefined && urgency === "page" && names.has(objective),
  );
}

/** Whether an objective is about the availability of its whole API. */
export function isAvailabilityOfAll(objective: Objective): boolean {
  return objective.indicator.kind === "availability" && isWholeApi(objective);
}
