import { isScalar, isSeq, type Node } from "yaml";
import { parseDurationMs, Refusal, DAY_MS } from "#kernel";
import { planDocument, type PlanReading, zoneOf } from "#objectives";
import { weekSpansOf } from "#oncall";
import { ACKNOWLEDGEMENT_MS, type OpenTimes, type Policy, STEP_AFTER_MS } from "../model/policy.ts";
import { stepOf } from "./step-of.ts";
import { targetOf } from "./target-of.ts";

/** All that an entry of `escalations` can have. */
export const ESCALATION_KEYS = [
  "title",
  "was",
  "steps",
  "rounds",
  "fallback",
  "acknowledgementLasts",
  "acknowledgements",
  "only",
  "zone",
] as const;
const STEPS_MAX = 20;
const ROUNDS_MAX = 20;
const ROUNDS_USUAL = 3;
const PEOPLE_MAX = 10;
const SPANS_MAX = 100;
const ACKNOWLEDGEMENT_MS_MAX = 7 * DAY_MS;
const EXAMPLE =
  "an escalation is a map such as {steps: [{page: [schedule:primary]}, {page: [team:orders], after: 5m}], rounds: 3, fallback: person:ana}.";

/** An escalation policy as a text says it. */
export interface EscalationFile {
  readonly policy: Policy;
  readonly title: string | null;
  /** What is no fault and may surprise, each with file, line, column and what to do. */
  readonly remarks: readonly string[];
}

/**
 * Reads one entry of a plan's `escalations`. Refuses with all faults at once, each with file, line, column and remedy.
 * `zone` is that of the plan around it, for `only`.
 */
export function readEscalation(text: string, fileName: string, zone = "UTC"): EscalationFile {
  const { contents, reading } = planDocument(text, fileName, "policy");
  const map = reading.map(contents, 0, EXAMPLE);
  const parts = new Map(reading.entries(map, ESCALATION_KEYS));
  if (map !== null && !parts.has("steps")) reading.faultAt(map, `there are no steps: ${EXAMPLE}`);
  const steps = parts.has("steps") ? stepsOf(parts.get("steps") ?? null, reading) : [];
  const title = parts.has("title") ? (reading.scalar(parts.get("title")) ?? null) : null;
  const policy: Policy = {
    steps,
    rounds: numberOf(parts.get("rounds"), reading, { key: "rounds", max: ROUNDS_MAX, usual: ROUNDS_USUAL }),
    fallback: fallbackOf(parts.get("fallback"), reading),
    acknowledgementMs: lastsOf(parts.get("acknowledgementLasts"), reading),
    only: onlyOf(parts, reading, zone),
    acknowledgements: numberOf(parts.get("acknowledgements"), reading, {
      key: "acknowledgements",
      max: PEOPLE_MAX,
      usual: 1,
    }),
  };
  if (map !== null) remark(policy, map, reading);
  reading.refuseFaults();
  return { policy, title, remarks: reading.remarks };
}

function stepsOf(node: Node | null, reading: PlanReading): Policy["steps"] {
  const items = reading.items(node, `steps must be a list: ${EXAMPLE}`);
  if (items.length === 0 && isSeq(node)) reading.faultAt(node, `there are no steps: ${EXAMPLE}`);
  if (items.length > STEPS_MAX) reading.faultAt(node, `there are more than ${STEPS_MAX} steps. Put some together.`);
  return items
    .slice(0, STEPS_MAX)
    .flatMap((item, index) => stepOf(item, { reading, usualAfterMs: index === 0 ? 0 : STEP_AFTER_MS }));
}

function fallbackOf(node: Node | null | undefined, reading: PlanReading): Policy["fallback"] {
  if (node === undefined) return null;
  const target = reading.parsed(node, targetOf);
  if (target === undefined) return null;
  if (target.kind === "person") return target;
  reading.faultAt(node, "the fallback is a person, who is always there: write fallback: person:ana.");
  return null;
}

function lastsOf(node: Node | null | undefined, reading: PlanReading): number {
  if (node === undefined) return ACKNOWLEDGEMENT_MS;
  const ms = reading.parsed(node, parseDurationMs) ?? ACKNOWLEDGEMENT_MS;
  if (ms >= 60_000 && ms <= ACKNOWLEDGEMENT_MS_MAX) return ms;
  reading.faultAt(node, "an acknowledgement lasts from 1m to 7 days: write acknowledgementLasts: 30m.");
  return ACKNOWLEDGEMENT_MS;
}

function onlyOf(parts: ReadonlyMap<string, Node | null>, reading: PlanReading, around: string): OpenTimes | null {
  const zone = parts.has("zone") ? reading.parsed(parts.get("zone"), zoneOf) : around;
  const node = parts.get("only");
  if (node === undefined) return null;
  const items =
    isScalar(node) && node.value !== null
      ? [node]
      : reading.items(node, "only must be a list of times of the week, such as [mon-fri 09:00-18:00].");
  if (items.length === 0 && isSeq(node)) {
    reading.faultAt(node, "only covers nothing, so no ticket would ever be told. Write times, or leave only out.");
  }
  if (items.length > SPANS_MAX) reading.faultAt(node, `only has more than ${SPANS_MAX} times. Put some together.`);
  const spans = items.slice(0, SPANS_MAX).flatMap((item) => reading.parsed(item, weekSpansOf) ?? []);
  return { zone: zone ?? around, spans };
}

function numberOf(
  node: Node | null | undefined,
  reading: PlanReading,
  { key, max, usual }: { readonly key: string; readonly max: number; readonly usual: number },
): number {
  if (node === undefined) return usual;
  const parse = (text: string): number => {
    const count = /^\d{1,4}$/.test(text) ? Number(text) : 0;
    if (count >= 1 && count <= max) return count;
    throw new Refusal(
      "invalid",
      "escalation.number-malformed",
      `${key}: "${text}" is not a whole number from 1 to ${max}.`,
    );
  };
  return reading.parsed(node, parse) ?? usual;
}

/** What is well written and may surprise. */
function remark({ steps, fallback, acknowledgements }: Policy, map: Node, reading: PlanReading): void {
  const pages = steps.some(({ act }) => act === "page");
  if (pages && fallback === null) {
    reading.remarkAt(
      map,
      "there is no fallback: when nobody answers, administrators are paged. Write fallback: person:ana.",
    );
  }
  const named = steps.flatMap(({ targets }) => targets);
  const people = new Set(named.map(({ name }) => name));
  if (named.length > 0 && named.every(({ kind }) => kind === "person") && people.size < acknowledgements) {
    reading.remarkAt(
      map,
      `${acknowledgements} people must acknowledge, and the steps name ${people.size}: it would never be acknowledged by its steps alone.`,
    );
  }
}
