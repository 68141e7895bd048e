import { isSeq, type Node, type YAMLMap } from "yaml";
import { Refusal } from "#kernel";
import { planDocument, type PlanReading, zoneOf } from "#objectives";
import type { Layer, Override, Schedule } from "../model/schedule.ts";
import { ZoneClock } from "../model/zone-clock.ts";
import { entryJson } from "./entry-json.ts";
import { checkLayers } from "./check-layers.ts";
import { checkOverrides } from "./check-overrides.ts";
import { layerOf } from "./layer-of.ts";
import { overrideOf } from "./override-of.ts";
import type { ScheduleScope } from "./schedule-scope.ts";

/** All that an entry of `schedules` can have. */
export const SCHEDULE_KEYS = ["zone", "was", "title", "layers", "overrides"] as const;
const DEFAULT_ZONE = "UTC";
const TITLE_LETTERS_MAX = 200;
const LAYERS_MAX = 50;
const OVERRIDES_MAX = 10_000;
const EXAMPLE =
  "a schedule is a map such as {zone: Europe/Madrid, layers: [{rotate: [ana, ben], every: 1 week, from: 2026-11-30T09:00}]}.";

/** A schedule as a text says it. */
export interface WrittenSchedule {
  readonly schedule: Schedule;
  /** Null where none is given. */
  readonly title: string | null;
  /** The entry as JSON text with its zone, without its title: what is kept, and read back by `readSchedule`. */
  readonly text: string;
}

/** A schedule as a file says it. */
export interface ScheduleFile extends WrittenSchedule {
  /** What is no fault and may surprise, each with file, line, column and what to do. */
  readonly remarks: readonly string[];
}

/**
 * Reads a schedule file: one entry of a plan's `schedules`, with `zone:` in it; `zone`: that of the text around it. Refuses with all faults at once, each
 * with file, line, column and remedy.
 */
export function readSchedule(text: string, fileName: string, zone?: string): ScheduleFile {
  const { contents, reading } = planDocument(text, fileName, "schedule");
  const written = scheduleEntryOf(contents, { reading, zone });
  reading.refuseFaults();
  return { ...written, remarks: reading.remarks };
}

/** What an entry is read with: `zone`, that of the text around it; without one the entry should name its own. */
interface EntryScope {
  readonly reading: PlanReading;
  readonly zone: string | undefined;
}

/**
 * Reads one entry of a plan's `schedules`. Its faults and remarks go to `reading`; while that has faults, what is given
 * back is not to be used.
 * @public for configuration texts
 */
export function scheduleEntryOf(node: Node | null, { reading, zone: around }: EntryScope): WrittenSchedule {
  const map = reading.map(node, 0, EXAMPLE);
  const written = new Map(reading.entries(map, SCHEDULE_KEYS));
  if (map !== null && !written.has("zone") && around === undefined) {
    reading.remarkAt(map, "no zone is named, so local times are UTC's. Write zone: Europe/Madrid (yours).");
  }
  const own = written.has("zone") ? reading.parsed(written.get("zone"), zoneOf) : undefined;
  const zone = own ?? around ?? DEFAULT_ZONE;
  const title = written.has("title") ? (reading.parsed(written.get("title"), titleOf) ?? null) : null;
  const schedule = scheduleOf(written, { map, reading, zone });
  return { schedule, title, text: reading.hasFaults ? "" : entryJson(written, zone) };
}

function titleOf(text: string): string {
  if (text.trim() !== "" && text.length <= TITLE_LETTERS_MAX && !/\p{Cc}/u.test(text)) return text.trim();
  throw new Refusal(
    "invalid",
    "schedule.title-malformed",
    `title takes 1 to ${TITLE_LETTERS_MAX} letters in one line.`,
  );
}

/** Where the parts of a schedule stand. */
interface ScheduleNode {
  readonly map: YAMLMap | null;
  readonly reading: PlanReading;
  /** The zone in force. */
  readonly zone: string;
}

/** What the parts of one schedule say; its faults and remarks go to `reading`. */
function scheduleOf(parts: ReadonlyMap<string, Node | null>, { map, reading, zone }: ScheduleNode): Schedule {
  const scope = { reading, clock: new ZoneClock(zone) };
  if (map !== null && !parts.has("layers")) reading.faultAt(map, `there are no layers: ${EXAMPLE}`);
  const layers = parts.has("layers") ? layersOf(parts.get("layers") ?? null, scope) : [];
  const overrides = parts.has("overrides") ? overridesOf(parts.get("overrides") ?? null, scope) : [];
  const schedule = { zone, layers, overrides };
  if (!reading.hasFaults) {
    checkLayers(schedule, nodesOf(parts.get("layers")), scope);
    checkOverrides(schedule, nodesOf(parts.get("overrides")), scope);
  }
  return schedule;
}

function layersOf(node: Node | null, scope: ScheduleScope): Layer[] {
  const items = scope.reading.items(node, `layers must be a list: ${EXAMPLE}`);
  if (items.length === 0 && isSeq(node)) scope.reading.faultAt(node, `there are no layers: ${EXAMPLE}`);
  if (items.length > LAYERS_MAX) scope.reading.faultAt(node, `there are more than ${LAYERS_MAX} layers.`);
  return items.slice(0, LAYERS_MAX).flatMap((item, index) => layerOf(item, index + 1, scope));
}

function overridesOf(node: Node | null, scope: ScheduleScope): Override[] {
  const items = scope.reading.items(
    node,
    "overrides must be a list, such as [{from: …, to: …, replace: ana, with: cho}].",
  );
  if (items.length > OVERRIDES_MAX) {
    scope.reading.faultAt(node, `there are more than ${OVERRIDES_MAX} overrides. Remove old ones.`);
  }
  return items.slice(0, OVERRIDES_MAX).flatMap((item) => overrideOf(item, scope));
}

function nodesOf(list: Node | null | undefined): (Node | null)[] {
  return isSeq(list) ? (list.items as (Node | null)[]) : [];
}
