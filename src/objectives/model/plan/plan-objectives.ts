import type { Node } from "yaml";
import type { ObjectivesFile } from "./objectives-file.ts";
import type { PlanReading } from "./plan-reading.ts";
import { ApiPlan } from "./api-plan.ts";
import { zoneOf } from "./zone-of.ts";

/** The zone of a plan that names none. */
const DEFAULT_ZONE = "UTC";
const NAME = /^[a-z0-9-]{1,63}$/;
const PLAN_KEYS = [
  "plan",
  "zone",
  "apis",
  "openslo",
  "plans",
  "clients",
  "people",
  "teams",
  "schedules",
  "escalations",
  "routing",
  "inhibit",
  "heartbeats",
  "probes",
  "channels",
  "status",
];
const USED = new Set(["plan", "zone", "apis"]);
const EXAMPLE = "such as {orders: {objectives: {availability: 99.9%}}}";

/** What a plan says about objectives; all else in it is known by name and ignored. */
export function planObjectives(contents: Node | null, reading: PlanReading): ObjectivesFile {
  const root = reading.map(contents, 0, `the plan must be a map, ${EXAMPLE}.`);
  const parts = new Map(reading.entries(root, PLAN_KEYS));
  const zone = parts.has("zone") ? reading.parsed(parts.get("zone"), zoneOf) : undefined;
  const apis = parts.has("apis") ? readApis(parts.get("apis") ?? null, zone, reading) : [];
  const objectives = apis.flatMap((api) => api.objectives);
  if (objectives.length === 0 && !reading.hasFaults) {
    reading.fault(0, "no objective found. Write one: apis: {orders: {objectives: {availability: 99.9%}}}");
  }
  reading.refuseFaults();
  const isLocal = apis.some((api) => api.needsZone);
  return {
    objectives,
    exclusions: apis.flatMap((api) => api.exclusions),
    clientBy: new Map(apis.flatMap(({ api, clientBy }) => (clientBy === undefined ? [] : [[api, clientBy] as const]))),
    assumed: isLocal && zone === undefined ? [NO_ZONE] : [],
    ignored: [...parts.keys()].filter((key) => !USED.has(key)),
  };
}

const NO_ZONE =
  "Zone: UTC, for calendar windows and local times of the plan, which names none. Write zone: Europe/Madrid (yours) at its top.";

function readApis(node: Node | null, zone: string | undefined, reading: PlanReading): ApiPlan[] {
  const around = node?.range?.[0] ?? 0;
  return reading.entries(reading.map(node, 0, `apis must be a map, ${EXAMPLE}.`)).map(([api, value]) => {
    if (!NAME.test(api)) {
      reading.faultAt(value, `"${api}" is not a name: use 1 to 63 of a-z, 0-9 and "-".`, around);
    }
    const map = reading.map(value, around, `apis.${api} must be a map, such as {objectives: {availability: 99.9%}}.`);
    return new ApiPlan({ api, map, zone: zone ?? DEFAULT_ZONE, reading });
  });
}
