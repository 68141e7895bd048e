import { cursorOf, page, pageInput, readCursor, refuseStale } from "#http";
import { type Action, changeAction, readAction } from "#identity";
import { isoTextOrNull, Refusal } from "#kernel";
import type { Reader } from "#storage";
import { z } from "zod";
import { sourceFields, sourceName, sourceSchema } from "../../contract.ts";
import type { SourceStateRow } from "../../model/rows.ts";
import { READY_SOURCES, SIGNAL_SOURCES_MAX, type SignalSource } from "../../model/signals/signal-source.ts";
import {
  deleteSignalSource,
  everySignalSource,
  findSignalSource,
  sourceStates,
  storeSignalSource,
} from "../../store/signal-sources.ts";
import { withdrawAlertsOf } from "./end-alerts.ts";
import { allSources, findSource } from "./find-source.ts";
import type { TakePorts } from "./take-signals.ts";

const LIST = "signal-sources";

/** What the actions stand on. */
export type SourcePorts = Omit<TakePorts, "isApi" | "now">;

/** What can be done with sources of signals. */
export function signalSourceActions(ports: SourcePorts): Record<"list" | "get" | "put" | "remove", Action> {
  return { list: list(ports.base), get: get(ports.base), put: put(ports.base), remove: remove(ports) };
}

function list(base: string): Action {
  return readAction({
    name: "signal-source.list",
    may: "alert:read",
    input: z.strictObject(pageInput),
    output: page(sourceSchema),
    run: async ({ limit, cursor }, { read }) => {
      const [after] = readCursor(LIST, cursor, z.tuple([z.string()])) ?? [""];
      const states = await sourceStates(read);
      const rest = (await allSources(read)).filter(({ name }) => name > after);
      const last = rest.length > limit ? rest[limit - 1] : undefined;
      return {
        items: rest.slice(0, limit).map((source) => viewOf(source, states, base)),
        next: last === undefined ? null : cursorOf(LIST, [last.name]),
      };
    },
  });
}

function get(base: string): Action {
  return readAction({
    name: "signal-source.get",
    may: "alert:read",
    input: z.strictObject({ source: sourceName }),
    output: sourceSchema,
    run: async ({ source }, { read }) => viewOf(await existing(read, source), await sourceStates(read), base),
  });
}

function put(base: string): Action {
  return changeAction({
    name: "signal-source.put",
    may: "routing:write",
    input: z.strictObject({ source: sourceName, ...sourceFields }),
    output: sourceSchema,
    run: async ({ source: name, title, ...said }, { tx, now, call }) => {
      refuseUnmapped(said);
      const before = await findSignalSource(tx, name);
      refuseStale(call.precondition, before?.revision);
      if (before === undefined && (await everySignalSource(tx)).length >= SIGNAL_SOURCES_MAX) throw tooMany();
      const revision = (before?.revision ?? 0) + 1;
      const createdAt = before?.createdAt ?? now;
      const source = { name, ...said, title: title === "" ? name : title, createdAt, revision };
      await storeSignalSource(tx, source);
      return viewOf(source, await sourceStates(tx), base);
    },
    audit: ({ source }, { format, revision }) => ({ subject: `signal-source:${source}`, facts: { format, revision } }),
  });
}

/** What fires of it ends with it, as nobody would ever say that it is over. */
function remove(ports: SourcePorts): Action {
  return changeAction({
    name: "signal-source.delete",
    may: "routing:write",
    input: z.strictObject({ source: sourceName }),
    output: z.void(),
    run: async ({ source: name }, { tx, now, call }) => {
      const source = await findSignalSource(tx, name);
      if (source === undefined) throw notMade(name);
      refuseStale(call.precondition, source.revision);
      await deleteSignalSource(tx, name);
      if (READY_SOURCES.every((ready) => ready.name !== name)) await withdrawAlertsOf(tx, name, { ...ports, now });
    },
    audit: ({ source }) => ({ subject: `signal-source:${source}` }),
  });
}

function viewOf(
  { name, createdAt, mapping, ...source }: SignalSource,
  states: ReadonlyMap<string, SourceStateRow>,
  base: string,
): z.input<typeof sourceSchema> {
  const state = states.get(name);
  return {
    ...source,
    source: name,
    mapping: mapping as z.input<typeof sourceSchema>["mapping"],
    url: `${base}/api/v1/signals/${name}`,
    createdAt: isoTextOrNull(createdAt),
    lastAt: isoTextOrNull(state?.last_at ?? null),
    refusedAt: isoTextOrNull(state?.refused_at ?? null),
    refusal: state?.refusal ?? null,
  };
}

async function existing(read: Reader, name: string): Promise<SignalSource> {
  const source = await findSource(read, name);
  if (source !== undefined) return source;
  throw new Refusal(
    "not-found",
    "signal-source.not-found",
    `There is no source of signals "${name}". GET /api/v1/signal-sources lists them.`,
    { source: name },
  );
}

function notMade(name: string): Refusal {
  const isReady = READY_SOURCES.some((ready) => ready.name === name);
  const detail = isReady
    ? `The source "${name}" is there without being made, so it cannot be removed.`
    : `There is no source of signals "${name}". GET /api/v1/signal-sources lists them.`;
  return new Refusal("not-found", "signal-source.not-found", detail, { source: name });
}

function refuseUnmapped({ format, mapping }: Pick<SignalSource, "format" | "mapping">): void {
  if ((format === "generic") === (mapping !== null)) return;
  const detail =
    format === "generic" ? "must say where the parts of a signal lie" : `is for the format generic only, not ${format}`;
  throw new Refusal("invalid", "request.invalid", `Nothing was done: /mapping: ${detail}.`, {
    faults: [{ pointer: "/mapping", detail }],
  });
}

function tooMany(): Refusal {
  return new Refusal(
    "limit",
    "signal-source.too-many",
    `There are ${SIGNAL_SOURCES_MAX} sources of signals, and there cannot be more. Remove one that nobody needs.`,
    { limit: SIGNAL_SOURCES_MAX },
  );
}
