import { z } from "zod";
import { apiName, existingApi } from "#apis";
import { cursorOf, instantField, pageInput, readCursor, route, type Route } from "#http";
import { UNMATCHED } from "#intake";
import { type Action, readAction } from "#identity";
import { isoText } from "#kernel";
import { kpiQueryOf, kpisJson } from "#traffic";
import type { ServerParts } from "../server-parts.ts";
import { type operationSchema, operationsSchema, unmatchedPathsSchema } from "./contract.ts";

/** What a document says of operations, joined with what traffic shows. */
export function operationRoutes(parts: ServerParts): Route<Action>[] {
  return [
    route("GET /apis/:api/operations", listOperations(parts)),
    route("GET /apis/:api/unmatched-paths", listUnmatchedPaths(parts)),
  ];
}

const LIST = "operations";

/** Those of the document and those with traffic, the busiest first. */
function listOperations({ measurement, clock, documents }: ServerParts): Action {
  return readAction({
    name: "operation.list",
    may: "traffic:read",
    input: z.strictObject({
      api: apiName,
      from: instantField.optional(),
      to: instantField.optional(),
      ...pageInput,
    }),
    output: operationsSchema,
    run: async ({ api, from, to, limit, cursor }, { read }) => {
      await existingApi(read, api);
      const [offset] = readCursor(LIST, cursor, z.tuple([z.number().int().min(0)])) ?? [0];
      const query = kpiQueryOf(api, { from, to, groupBy: "operation" }, clock.now());
      const { groups } = kpisJson(await measurement.traffic.kpis(query));
      const document = documents.currentDocument(api);
      const all = joined(groups, document?.summary.operations);
      const next = offset + limit < all.length ? cursorOf(LIST, [offset + limit]) : null;
      return {
        from: isoText(query.from),
        to: isoText(query.to),
        version: document?.version ?? null,
        items: all.slice(offset, offset + limit),
        total: all.length,
        next,
      };
    },
  });
}

type OperationJson = z.input<typeof operationSchema>;

interface Shown {
  readonly key: string;
  readonly requests: number;
  readonly valid: number;
  readonly bad: number;
  readonly availability: number | null;
}

function joined(
  groups: readonly Shown[],
  operations: readonly { readonly method: string; readonly path: string }[] | undefined,
): OperationJson[] {
  const declared = new Set(operations?.map(({ method, path }) => `${method} ${path}`));
  const seen = groups.map(({ key, requests, valid, bad, availability }): OperationJson => {
    const documented = operations === undefined ? null : declared.has(key);
    return { operation: key, documented, requests, valid, bad, availability };
  });
  const shown = new Set(groups.map(({ key }) => key));
  const silent = [...declared]
    .filter((name) => !shown.has(name))
    .map((operation) => ({ operation, documented: true, requests: 0, valid: 0, bad: 0, availability: null }));
  return [...seen, ...silent].toSorted((one, other) => other.requests - one.requests);
}

/** What was asked for and is in no operation of the document, since the server started; the most frequent first. */
function listUnmatchedPaths({ documents, startedAt }: ServerParts): Action {
  return readAction({
    name: "unmatched-path.list",
    may: "traffic:read",
    input: z.strictObject({ api: apiName, ...pageInput }),
    output: unmatchedPathsSchema,
    run: async ({ api, limit, cursor }, { read }) => {
      await existingApi(read, api);
      const [offset] = readCursor("unmatched-paths", cursor, z.tuple([z.number().int().min(0)])) ?? [0];
      const { items, others } = documents.unmatchedOf(api);
      return {
        operation: UNMATCHED,
        since: isoText(startedAt),
        total: items.length,
        others,
        items: items.slice(offset, offset + limit).map(({ count: requests, ...rest }) => ({ ...rest, requests })),
        next: offset + limit < items.length ? cursorOf("unmatched-paths", [offset + limit]) : null,
      };
    },
  });
}
