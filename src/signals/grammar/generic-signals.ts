import { readPointer } from "#probes";
import { z } from "zod";
import type { SignalMapping } from "../model/signal-mapping.ts";
import {
  KEY_MAX,
  LABEL_VALUE_MAX,
  type Signal,
  type SignalFault,
  type SignalsReading,
  TITLE_MAX,
} from "../model/signal.ts";
import { urgencyOf } from "../model/urgency-of.ts";
import { readEach } from "./read-each.ts";
import { cutAnnotation } from "./signal-shapes.ts";
import type { SignalSourceSettings } from "./signal-source-settings.ts";

/** Numbers below are seconds since 1970, the others milliseconds. */
const SECONDS_BELOW = 100_000_000_000;

/** Any JSON, read by the mapping of its source. */
export function genericSignals(given: unknown, settings: SignalSourceSettings, mapping: SignalMapping): SignalsReading {
  const { items } = mapping;
  const found = items === undefined ? given : readPointer(given, items);
  if (items !== undefined && !Array.isArray(found)) {
    return { signals: [], faults: [{ pointer: items, detail: "must be a list, as the mapping of this source says" }] };
  }
  const isList = Array.isArray(found);
  const { signals, faults } = readEach(isList ? found : [found], {
    shape: z.record(z.string(), z.unknown()),
    base: items ?? "",
    signalOf: (item) => signalOf(item, settings, mapping),
  });
  return {
    signals,
    faults: isList ? faults : faults.map((one) => ({ ...one, pointer: one.pointer.replace(/^\/0/, "") })),
  };
}

function signalOf(item: unknown, settings: SignalSourceSettings, mapping: SignalMapping): Signal | SignalFault {
  const keys = mapping.dedupKey.map((pointer) => textAt(item, pointer));
  const lacking = keys.indexOf(undefined);
  if (lacking >= 0) {
    return { pointer: mapping.dedupKey[lacking] ?? "", detail: "is not there, and the mapping makes the key of it" };
  }
  const key = keys.length === 1 ? (keys[0] ?? "") : JSON.stringify(keys);
  if (key === "" || key.length > KEY_MAX) {
    return { pointer: mapping.dedupKey[0] ?? "", detail: "is no key: empty, or too long" };
  }
  const action = actionOf(item, mapping);
  const title = textAt(item, mapping.title)?.slice(0, TITLE_MAX);
  if (title === undefined && action === "trigger") {
    return { pointer: mapping.title, detail: "is not there, and the mapping takes the title from it" };
  }
  const labels = {
    ...settings.labels,
    alertname: title ?? "",
    ...textsAt(item, mapping.labels ?? {}, LABEL_VALUE_MAX),
  };
  const url = mapping.url === undefined ? undefined : textAt(item, mapping.url);
  const text = mapping.text === undefined ? undefined : textAt(item, mapping.text);
  return {
    action,
    dedupKey: key,
    labels,
    annotations: {
      ...textsAt(item, mapping.annotations ?? {}),
      ...(url === undefined ? {} : { url: cutAnnotation(url) }),
    },
    startsAt: instantAt(item, mapping.startsAt),
    endsAt: null,
    urgency: gradedAt(item, mapping) ?? urgencyOf(labels, settings.urgency),
    title: title ?? "",
    text: cutAnnotation(text ?? title ?? ""),
  };
}

function actionOf(item: unknown, { action }: SignalMapping): Signal["action"] {
  const said = action === undefined ? undefined : textAt(item, action.at);
  if (action === undefined || said === undefined) return "trigger";
  if (action.resolve.includes(said)) return "resolve";
  return action.acknowledge?.includes(said) === true ? "acknowledge" : "trigger";
}

/** Undefined: by its labels. */
function gradedAt(item: unknown, { urgency }: SignalMapping): Signal["urgency"] | undefined {
  const said = urgency === undefined ? undefined : textAt(item, urgency.at);
  if (urgency === undefined || said === undefined) return undefined;
  return urgency.page.includes(said) ? "page" : "ticket";
}

function textsAt(item: unknown, pointers: Readonly<Record<string, string>>, max?: number): Record<string, string> {
  return Object.fromEntries(
    Object.entries(pointers).flatMap(([name, pointer]) => {
      const found = textAt(item, pointer);
      if (found === undefined || found === "") return [];
      return [[name, max === undefined ? cutAnnotation(found) : found.slice(0, max)]];
    }),
  );
}

/** Texts, numbers, true and false; of other things there is no text. */
function textAt(item: unknown, pointer: string): string | undefined {
  const value = readPointer(item, pointer);
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

function instantAt(item: unknown, pointer: string | undefined): number | null {
  const value = pointer === undefined ? undefined : readPointer(item, pointer);
  if (typeof value === "number" && Number.isFinite(value) && value > 0) {
    return Math.round(value < SECONDS_BELOW ? value * 1_000 : value);
  }
  const parsed = z.iso.datetime({ offset: true }).safeParse(value);
  return parsed.success ? Temporal.Instant.from(parsed.data).epochMilliseconds : null;
}
