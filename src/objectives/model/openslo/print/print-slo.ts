import { PPM, Refusal } from "#kernel";
import { printFilter } from "../../indicators/print-filter.ts";
import { type Objective, type ObjectiveWindow, OCCURRENCES, periodMsOf } from "../../objective.ts";
import { weightedTarget } from "../weighted-target.ts";
import { document } from "./document.ts";
import type { DocumentNames } from "./document-names.ts";
import { percentText } from "./percent-text.ts";
import { printIndicator } from "./print-indicator.ts";
import { type PrintedPairs, printPairs } from "./print-pairs.ts";
import { shorthandOf } from "./shorthand-of.ts";

const UNIT_LETTERS = { hour: "h", day: "d", week: "w", month: "M", quarter: "Q", year: "Y" } as const;
const WITH_SECONDS = "2026-01-31T09:00:00".length;

/** What an objective is printed among. */
interface Surroundings {
  readonly all: ReadonlyMap<string, Objective>;
  readonly service: string;
  readonly names: DocumentNames;
}

/** The SLO of an objective, before it the documents that it refers to. */
export function printSlo(objective: Objective, { all, service, names }: Surroundings): readonly unknown[] {
  const { name, api, window, method = OCCURRENCES, pairs } = objective;
  const label = names.nameFor("SLO", name);
  const slice = method.kind === "Occurrences" ? undefined : shorthandOf(method.sliceMs);
  const printed: PrintedPairs =
    pairs === undefined
      ? { documents: [], policies: [] }
      : printPairs(pairs, { label, periodMs: periodMsOf(window) }, names);
  const { indicator, entries, annotations } = measuredParts(objective, label, all);
  const slo = document({
    kind: "SLO",
    name: label,
    annotations: {
      name: name === `${api}/${label}` ? undefined : name,
      per: objective.perClient ? "client" : undefined,
      sampled: objective.sampledPpm === undefined ? undefined : percentText(objective.sampledPpm),
      slice: slice?.exact,
      alerts: pairs?.length === 0 ? "none" : undefined,
      ...annotations,
    },
    spec: {
      service,
      ...indicator,
      timeWindow: [windowPart(window)],
      budgetingMethod: method.kind,
      objectives: entries.map((entry) => ({ ...entry, ...slicePart(objective) })),
      ...(printed.policies.length === 0 ? {} : { alertPolicies: printed.policies }),
    },
  });
  return [...printed.documents, slo];
}

interface MeasuredParts {
  readonly indicator: Readonly<Record<string, unknown>>;
  readonly entries: readonly Readonly<Record<string, unknown>>[];
  readonly annotations: Readonly<Record<string, string | undefined>>;
}

function measuredParts(objective: Objective, label: string, all: ReadonlyMap<string, Objective>): MeasuredParts {
  const { indicator, targetPpm } = objective;
  if (indicator.kind === "composite") return compositeParts(objective, indicator.members, all);
  const { spec, compared } = printIndicator({ ...objective, indicator });
  const saysItself = indicator.kind === "availability" || indicator.kind === "latency";
  return {
    indicator: { indicator: { metadata: { name: label }, spec } },
    entries: [{ ...compared, target: targetPpm / PPM }],
    annotations: saysItself ? {} : narrowingAnnotations(objective),
  };
}

/** Each entry repeats its member for other readers; the annotation says which objectives they are. */
function compositeParts(
  objective: Objective,
  members: readonly { readonly objective: string; readonly weight: number }[],
  all: ReadonlyMap<string, Objective>,
): MeasuredParts {
  const found = members.map(({ objective: name, weight }) => ({ member: memberOf(name, objective, all), weight }));
  const mean = weightedTarget(found.map(({ member, weight }) => ({ targetPpm: member.targetPpm, weight })));
  return {
    indicator: {},
    entries: found.map(({ member, weight }) => {
      const { spec, compared } = printIndicator(member);
      const indicator = { metadata: { name: "member" }, spec };
      return {
        displayName: member.name,
        ...compared,
        target: member.targetPpm / PPM,
        compositeWeight: weight,
        indicator,
      };
    }),
    annotations: {
      ...narrowingAnnotations(objective),
      members: JSON.stringify(members.map(({ objective: name }) => name)),
      target: mean === objective.targetPpm ? undefined : percentText(objective.targetPpm),
    },
  };
}

function memberOf(name: string, composite: Objective, all: ReadonlyMap<string, Objective>) {
  const member = all.get(name);
  if (member !== undefined && member.indicator.kind !== "composite") return { ...member, indicator: member.indicator };
  const why = member === undefined ? "is not among the objectives to write" : "is a composite itself";
  const detail = `${composite.name} cannot be written as OpenSLO: its member ${name} ${why}.`;
  throw new Refusal("invalid", "openslo.unprintable", detail);
}

function narrowingAnnotations({ operation, where }: Objective): Readonly<Record<string, string | undefined>> {
  return { operation, where: where === undefined ? undefined : JSON.stringify(printFilter(where)) };
}

function windowPart(window: ObjectiveWindow): unknown {
  if (window.kind === "rolling") return { duration: shorthandOf(window.lengthMs).text, isRolling: true };
  const { unit, count, zone, anchor } = window.calendar;
  const whole = anchor.length < WITH_SECONDS ? `${anchor}:00` : anchor;
  return {
    duration: `${count}${UNIT_LETTERS[unit]}`,
    isRolling: false,
    calendar: { startTime: whole.replace("T", " "), timeZone: zone },
  };
}

function slicePart({ method = OCCURRENCES }: Objective): Readonly<Record<string, unknown>> {
  if (method.kind === "Occurrences") return {};
  const timeSliceWindow = shorthandOf(method.sliceMs).text;
  return method.kind === "RatioTimeslices"
    ? { timeSliceWindow }
    : { timeSliceTarget: method.sliceTargetPpm / PPM, timeSliceWindow };
}
