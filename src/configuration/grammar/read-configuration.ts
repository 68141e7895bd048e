import type { z } from "zod";
import { Refusal } from "#kernel";
import { readObjectives } from "#objectives";
import type { Fields, Json, Kind, Wanted, WantedObject } from "../model/wanted.ts";
import { apiParts } from "./api-parts.ts";
import { withOrganisations } from "./client-organisations.ts";
import { grammar, LATER, type Written } from "./grammar.ts";
import { grammarFaults } from "./grammar-faults.ts";
import { invalidPlan } from "./invalid-plan.ts";
import { objectivesText } from "./objectives-text.ts";
import { oncallFaults, routingObjects } from "./oncall-faults.ts";
import { readerFaults } from "./reader-faults.ts";
import { SECTIONS, UNUSED } from "./sections.ts";
import { type PlanFault, type PlanFile, type PlanText, readPlanFile } from "./plan-file.ts";

/** The name of a configuration whose files give none. */
const DEFAULT_PLAN = "main";
/** In all files together. */
const OBJECTS_MAX = 20_000;
/** Kinds whose local times are by the zone of the file. */
const ZONED: ReadonlySet<Kind> = new Set<Kind>(["plan", "schedule", "escalation"]);

/** What the files of a configuration ask for. Refuses with all faults of all files, each with file, line and column. */
export function readConfiguration(texts: readonly PlanText[]): Wanted {
  const faults: PlanFault[] = [];
  const objects: WantedObject[] = [];
  const remarks: string[] = [];
  const plans = new Set<string>();
  for (const text of texts) {
    const read = readOne(text);
    if ("faults" in read) faults.push(...read.faults);
    else {
      objects.push(...read.objects);
      for (const plan of read.plans) plans.add(plan);
      remarks.push(...read.remarks);
    }
  }
  faults.push(...repeated(objects));
  const owned = withOrganisations(objects);
  faults.push(...owned.faults);
  if (objects.length > OBJECTS_MAX) throw tooMany(objects.length);
  if (faults.length > 0) throw invalidPlan(faults);
  return { objects: owned.objects, plans: [...plans], remarks };
}

type One = { readonly faults: readonly PlanFault[] } | Wanted;

function readOne(text: PlanText): One {
  const file = readPlanFile(text);
  if (!("value" in file)) return { faults: file };
  const parsed = grammar.safeParse(file.value ?? {});
  if (!parsed.success) return { faults: grammarFaults(parsed.error, file) };
  const parts = apiParts(parsed.data, file);
  const remarks: string[] = [];
  const oncall = oncallFaults(text, parsed.data, { plan: file, remarks });
  const faults = [...objectiveFaults(text, parsed.data), ...parts.faults, ...oncall];
  if (faults.length > 0) return { faults };
  const objects = [...objectsOf(parsed.data, file), ...parts.objects, ...routingObjects(parsed.data, file)];
  // A file that is empty, by mistake perhaps, must not mean that all of main is gone; one that names its plan says so.
  const { plan } = parsed.data;
  const plans = objects.length === 0 && plan === undefined ? [] : [plan ?? DEFAULT_PLAN];
  return { objects, plans, remarks: [...remarks, ...remarksOf(parsed.data, file)] };
}

/** Objectives are read by the module that knows them, from the same text, so that its places are right. */
function objectiveFaults({ file, text }: PlanText, written: Written): PlanFault[] {
  const promises = Object.values(written.apis ?? {}).some(({ objectives }) => objectives !== undefined);
  return promises ? readerFaults(file, () => void readObjectives(text, file, () => [])) : [];
}

function objectsOf(written: Written, file: PlanFile): WantedObject[] {
  const managedBy = written.plan ?? DEFAULT_PLAN;
  return SECTIONS.flatMap(([section, kind]) =>
    Object.entries(written[section] ?? {}).flatMap(([name, entry]): WantedObject[] => {
      if (kind === "channel" && "smtp" in entry) return [];
      const { was, ...rest } = entry as z.output<typeof grammar>["clients"] & { was?: string };
      const own = ZONED.has(kind) && written.zone !== undefined ? { zone: written.zone, ...rest } : rest;
      const fields = kind === "api" ? apiFields(rest as Fields, file, name) : used(kind, own as Fields);
      const place = file.placeOf([section, name]);
      return [{ kind, name, fields, managedBy, place, ...(was === undefined ? {} : { was }) }];
    }),
  );
}

/** An API's promises are kept as the text that they are. */
function apiFields(entry: Fields, file: PlanFile, name: string): Fields {
  const { title, owner, at, records, upstream, logs, client } = entry;
  const places = at === undefined || Array.isArray(at) ? at : [at];
  const objectives = objectivesText(file, name);
  const reach = { records, upstream, logs, client };
  return defined({ title, owner, at: places, ...reach, objectives: objectives === "" ? undefined : objectives });
}

function used(kind: Kind, entry: Fields): Fields {
  const unused = UNUSED[kind] ?? [];
  return defined(Object.fromEntries(Object.entries(entry).filter(([key]) => !unused.includes(key))));
}

function defined(fields: Readonly<Record<string, Json | undefined>>): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;
}

function remarksOf(written: Written, file: PlanFile): string[] {
  const parts = LATER.filter((part) => written[part] !== undefined);
  const keys = SECTIONS.flatMap(([section, kind]) =>
    (UNUSED[kind] ?? [])
      .filter((key) => Object.values(written[section] ?? {}).some((entry) => key in entry))
      .map((key) => `${section}.*.${key}`),
  );
  const all: string[] = [...parts, ...keys];
  return all.length === 0
    ? []
    : [`${file.file}: ${all.join(", ")} ${all.length === 1 ? "is" : "are"} not used by this version yet.`];
}

function repeated(objects: readonly WantedObject[]): PlanFault[] {
  const seen = new Map<string, WantedObject>();
  return objects.flatMap((object): PlanFault[] => {
    const key = `${object.kind} ${object.name}`;
    const before = seen.get(key);
    seen.set(key, object);
    if (before === undefined) return [];
    return [
      {
        ...object.place,
        detail: `${key} stands in ${before.place.file}, line ${before.place.line} too. Remove one of the two.`,
      },
    ];
  });
}

function tooMany(count: number): Refusal {
  return new Refusal(
    "limit",
    "configuration.too-many",
    `The texts name ${count} objects; ${OBJECTS_MAX} are read at once. Split them into several configurations (plan: NAME), and apply one after the other.`,
  );
}
