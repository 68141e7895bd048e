import type { Node } from "yaml";
import { Refusal } from "#kernel";
import type { Objective } from "../objective.ts";
import { type ExecutedOpenSlo, executeOpenSlo } from "../openslo/execute/execute-openslo.ts";
import type { OpenSloText } from "../openslo/validate.ts";
import type { ObjectivesFile } from "./objectives-file.ts";
import { PLAN_KEYS, PROMISE_PARTS } from "./plan-keys.ts";
import type { PlanReading } from "./plan-reading.ts";
import { ApiPlan } from "./api-plan.ts";
import { zoneOf } from "./zone-of.ts";

/** The zone of a plan that names none. */
const DEFAULT_ZONE = "UTC";
const NAME = /^[a-z0-9-]{1,63}$/;
const USED: ReadonlySet<string> = new Set(PROMISE_PARTS);
const EXAMPLE = "such as {orders: {objectives: {availability: 99.9%}}}";

/** Opens the OpenSLO files that a pattern such as `./slo/*.yaml` means; refuses what cannot be opened. */
export type OpenFiles = (pattern: string) => readonly OpenSloText[];

/** What a plan says about objectives, itself and by OpenSLO files; all else in it is known by name and ignored. */
export function planObjectives(contents: Node | null, reading: PlanReading, open: OpenFiles): ObjectivesFile {
  const root = reading.map(contents, 0, `the plan must be a map, ${EXAMPLE}.`);
  const parts = new Map(reading.entries(root, PLAN_KEYS));
  const zone = parts.has("zone") ? reading.parsed(parts.get("zone"), zoneOf) : undefined;
  const apis = parts.has("apis") ? readApis(parts.get("apis") ?? null, zone, reading) : [];
  const own = apis.flatMap((api) => api.objectives);
  const openSlo = parts.has("openslo") ? readOpenSlo(parts.get("openslo") ?? null, reading, open) : NO_OPENSLO;
  const objectives = [...own, ...openSlo.objectives];
  for (const name of namesOf(own).intersection(namesOf(openSlo.objectives))) {
    reading.faultAt(parts.get("openslo"), `${name} stands in this plan and in an OpenSLO file. Rename or remove one.`);
  }
  if (objectives.length === 0 && !reading.hasFaults) {
    reading.fault(0, "no objective found. Write one: apis: {orders: {objectives: {availability: 99.9%}}}");
  }
  reading.refuseFaults();
  const isLocal = apis.some((api) => api.needsZone);
  return {
    objectives,
    exclusions: apis.flatMap((api) => api.exclusions),
    clientBy: new Map(apis.flatMap(({ api, clientBy }) => (clientBy === undefined ? [] : [[api, clientBy] as const]))),
    assumed: [...(isLocal && zone === undefined ? [NO_ZONE] : []), ...openSlo.assumed],
    ignored: [...parts.keys()].filter((key) => !USED.has(key)),
  };
}

const NO_OPENSLO: ExecutedOpenSlo = { objectives: [], assumed: [] };

/** All files together, so that documents may refer to those of other files. */
function readOpenSlo(list: Node | null, reading: PlanReading, open: OpenFiles): ExecutedOpenSlo {
  const patterns = reading.items(list, "openslo must be a list of files, such as [./slo/*.yaml].");
  const texts = new Map<string, OpenSloText>();
  for (const pattern of patterns) {
    for (const text of reading.parsed(pattern, open) ?? []) texts.set(text.file, text);
  }
  if (texts.size === 0) return NO_OPENSLO;
  try {
    return executeOpenSlo([...texts.values()]);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    reading.faultElsewhere(error.detail);
    return NO_OPENSLO;
  }
}

function namesOf(objectives: readonly Objective[]): Set<string> {
  return new Set(objectives.map(({ name }) => name));
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
