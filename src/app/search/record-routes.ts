import { route, type Route } from "#http";
import { type Action, readAction } from "#identity";
import { AHEAD_MS } from "#intake";
import { Refusal } from "#kernel";
import { UNATTRIBUTED_NAME } from "#traffic";
import type { ServerParts } from "../server-parts.ts";
import { acceptedRows } from "./accepted-rows.ts";
import { recordPageSchema, recordQuerySchema } from "./contract.ts";
import { recordJson } from "./record-json.ts";

/** Request records, newest first. */
export function recordRoutes(parts: ServerParts): Route<Action>[] {
  return [route("GET /records", listRecords(parts))];
}

/** A search that found nothing yet goes on by itself for so many calls: then it answers how far it came. */
const CALLS_MAX = 8;

function listRecords({ measurement, clients, clock, settings }: ServerParts): Action {
  return readAction({
    name: "record.list",
    may: "record:read",
    input: recordQuerySchema,
    output: recordPageSchema,
    run: async ({ status, class: classes, minDurationMs, cursor, from, to, client, ...query }) => {
      const now = clock.now();
      const range = {
        from: from ?? now - settings.retention.records,
        to: to ?? now + AHEAD_MS,
      };
      if (range.from >= range.to) throw emptyRange();
      const accepts = acceptedRows(status, classes);
      const asked = {
        ...withoutUndefined(query),
        ...range,
        ...(client === undefined
          ? {}
          : { clients: client === UNATTRIBUTED_NAME ? null : clients.names.allOf([client]) }),
        limit: query.limit,
        ...(accepts === null ? {} : { accepts }),
        ...(minDurationMs === undefined ? {} : { minDurationUs: Math.ceil(minDurationMs * 1_000) }),
      };
      const { log } = measurement;
      const naming = { names: log.names, clientAs: (name: string) => clients.names.shownAs(name) };
      let scanned = 0;
      let next = cursor ?? null;
      for (let call = 1; ; call++) {
        const page = await log.search(next === null ? asked : { ...asked, cursor: next });
        scanned += page.scanned;
        next = page.next;
        const { columns } = page;
        if (columns.length === 0 && next !== null && call < CALLS_MAX) continue;
        const items = Array.from({ length: columns.length }, (_, row) => recordJson(columns, row, naming));
        return { items, next, scanned };
      }
    },
  });
}

function withoutUndefined<T extends object>(given: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function emptyRange(): Refusal {
  return new Refusal("invalid", "request.invalid", "The range is empty: from must be before to.", {
    faults: [{ pointer: "/to", detail: "must be after from" }],
  });
}
