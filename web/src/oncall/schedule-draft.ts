import type { Fault } from "../server/problem.ts";
import type { WrittenSchedule } from "./oncall-queries.ts";

/** A layer in a form: each field as text. */
export interface LayerDraft {
  readonly name: string;
  /** "ana, ben from 2026-12-01T00:00 until 2027-03-01T00:00, cho" */
  readonly rotate: string;
  readonly every: string;
  readonly from: string;
  readonly until: string;
  /** Times of the week, with semicolons between them; empty: always. */
  readonly only: string;
  readonly advance: string;
  /** Empty: its place in the list. */
  readonly priority: string;
}

/** A schedule in a form. Overrides that stand in the text go along as they are. */
export interface ScheduleDraft {
  readonly title: string;
  readonly zone: string;
  readonly layers: readonly LayerDraft[];
  readonly overrides: WrittenSchedule["overrides"];
}

/** In the text of a draft, layer i stands in a line of its own: this one and i more. */
const FIRST_LAYER_LINE = 2;

/** A layer as one begins with it. */
export function newLayer(from: string): LayerDraft {
  return { name: "", rotate: "", every: "1 week", from, until: "", only: "", advance: "calendar", priority: "" };
}

/** A schedule as it was written, for a form. */
export function draftOf({ zone, layers, overrides }: WrittenSchedule, title: string): ScheduleDraft {
  return {
    title,
    zone,
    overrides,
    layers: layers.map((layer) => ({
      name: layer.name ?? "",
      rotate: layer.rotate.map(memberText).join(", "),
      every: layer.every,
      from: layer.from,
      until: layer.until ?? "",
      only: typeof layer.only === "string" ? layer.only : (layer.only?.join("; ") ?? ""),
      advance: layer.advance ?? "calendar",
      priority: layer.priority?.toString() ?? "",
    })),
  };
}

/** The text of a draft, for the server: a line for each layer. */
export function definitionOf({ title, zone, layers, overrides }: ScheduleDraft): string {
  const named = title.trim() === "" ? {} : { title: title.trim() };
  const head = JSON.stringify({ ...named, zone }).slice(0, -1);
  const lines = layers.map((layer) => JSON.stringify(entryOf(layer)));
  return `${head}, "layers": [\n${lines.join(",\n")}\n], "overrides": ${JSON.stringify(overrides)}}\n`;
}

/** What is wrong with one layer (its place counts from 0), in the server's words. */
export function faultsOfLayer(faults: readonly Fault[], place: number): string[] {
  return faults.filter(({ line }) => line === FIRST_LAYER_LINE + place).map(({ detail }) => detail);
}

/** What is wrong beside the layers. */
export function otherFaults(faults: readonly Fault[], layers: number): string[] {
  return faults
    .filter(({ line }) => line === undefined || line < FIRST_LAYER_LINE || line >= FIRST_LAYER_LINE + layers)
    .map(({ detail }) => detail);
}

function memberText(member: WrittenSchedule["layers"][number]["rotate"][number]): string {
  if (typeof member === "string") return member;
  return Object.entries(member)
    .map(([person, { from, until }]) =>
      [person, ...(from === undefined ? [] : ["from", from]), ...(until === undefined ? [] : ["until", until])].join(
        " ",
      ),
    )
    .join(", ");
}

function memberOf(text: string): string | Record<string, object> {
  const [, person, from, until] = /^(\S+)(?: from (\S+))?(?: until (\S+))?$/.exec(text) ?? [];
  if (person === undefined || (from === undefined && until === undefined)) return text;
  return { [person]: { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) } };
}

function entryOf({ name, rotate, every, from, until, only, advance, priority }: LayerDraft): object {
  const spans = partsOf(only, ";");
  return {
    ...(name.trim() === "" ? {} : { name: name.trim() }),
    rotate: partsOf(rotate, ",").map(memberOf),
    every: every.trim(),
    from: from.trim(),
    ...(until.trim() === "" ? {} : { until: until.trim() }),
    ...(spans.length === 0 ? {} : { only: spans }),
    ...(advance === "calendar" ? {} : { advance }),
    ...(priority.trim() === "" ? {} : { priority: Number.isNaN(Number(priority)) ? priority : Number(priority) }),
  };
}

function partsOf(text: string, between: string): string[] {
  return text
    .split(between)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
