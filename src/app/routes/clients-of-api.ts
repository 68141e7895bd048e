import { z } from "zod";
import { apiName, existingApi } from "#apis";
import {
  clientField,
  type ClientNames,
  type ClientRow,
  clientsQuery,
  countThatFit,
  listClients,
  type ListPlace,
  liveKeysPer,
  placeOf,
} from "#clients";
import { cursorOf, instantField, readCursor, repeatedField } from "#http";
import { type Action, readAction } from "#identity";
import { DAY_MS, type Interval, isoText, isoTextOrNull } from "#kernel";
import { clientIdsOn, planName, plansOfClients } from "#plans";
import type { Reader } from "#storage";
import type { Counts } from "#traffic";
import type { ServerParts } from "../server-parts.ts";
import { clientFiguresSchema, clientsOfApiSchema, NO_PLAN } from "./contract.ts";

const LIST = "clients of an API";
/** So far back it is looked for when a client was seen last. */
const LOOKED_BACK_MS = 90 * DAY_MS;
/** A page of clients. */
const FIGURES_MAX = 100;
const placeShape: z.ZodType<ListPlace> = z.tuple([z.union([z.string(), z.number()]), z.string()]);

/** Registered clients as they are to one API. For the provider only. */
export function clientsOfApi(parts: ServerParts): Record<"list" | "figures", Action> {
  return { list: listOfApi, figures: getFigures(parts) };
}

/** All registered clients, each with its plan for the API and its live keys. Filters, order and pages are the database's. */
const listOfApi = readAction({
  name: "client.list-of-api",
  may: "client:read",
  input: clientsQuery
    .omit({ client: true })
    .extend({ api: apiName, plan: z.union([planName, z.literal(NO_PLAN)]).optional() }),
  output: clientsOfApiSchema,
  run: async ({ api, plan, limit, cursor, sort, ...filter }, { read, now }) => {
    await existingApi(read, api);
    const isOn = plan !== NO_PLAN;
    const onPlan = clientIdsOn(read, { api, plan: isOn ? plan : undefined, now }).$asScalar();
    const asked = { ...filter, within: null, among: plan === undefined ? undefined : { ids: onPlan, isIn: isOn } };
    const order = `${LIST} ${sort}`;
    const after = readCursor(order, cursor, placeShape);
    const rows = await listClients(read, asked, { sort, limit: limit + 1, after });
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return {
      items: await viewsOf(read, shown, { api, now }),
      next: last === undefined ? null : cursorOf(order, placeOf(last, sort)),
      total: await countThatFit(read, asked),
    };
  },
});

async function viewsOf(read: Reader, rows: readonly ClientRow[], asked: { api: string; now: number }) {
  const ids = rows.map(({ id }) => id);
  const plans = await plansOfClients(read, ids, asked);
  const keys = await liveKeysPer(read, ids, asked.now);
  return rows.map((row) => ({
    id: row.id,
    client: row.client,
    title: row.title,
    organisation: row.organisation,
    createdAt: isoText(row.created_at),
    retiredAt: isoTextOrNull(row.retired_at),
    plan: plans.get(row.id) ?? null,
    // All keys of a retired client are dead.
    liveKeys: row.retired_at === null ? (keys.get(row.id) ?? 0) : 0,
  }));
}

/** What some registered clients asked of an API in a range, and when they were seen last; of at most 100 of them. */
function getFigures({ measurement, clock, clients }: ServerParts): Action {
  return readAction({
    name: "client.get-figures",
    may: "traffic:read",
    input: z.strictObject({
      api: apiName,
      client: repeatedField(clientField, FIGURES_MAX),
      from: instantField.optional(),
      to: instantField.optional(),
    }),
    output: clientFiguresSchema,
    run: async ({ api, client: asked, from, to }, { read }) => {
      await existingApi(read, api);
      const now = clock.now();
      const names = namesOf(clients.names, asked);
      const all = [...names.values()].flat();
      const range = { from: from ?? now - DAY_MS, to: to ?? now };
      const counts = await measurement.traffic.countsBy({ api, clients: all, ...range });
      const seen = await measurement.traffic.seen({ api, clients: all, from: now - LOOKED_BACK_MS, to: now });
      const items = [...names].map(([client, own]) => figuresOf(client, { own, counts, seen }));
      return { from: isoText(range.from), to: isoText(range.to), items, lookedBackDays: LOOKED_BACK_MS / DAY_MS };
    },
  });
}

interface Counted {
  /** Names of one client in traffic. */
  readonly own: readonly string[];
  readonly counts: ReadonlyMap<string, Counts>;
  readonly seen: ReadonlyMap<string, Interval>;
}

function figuresOf(client: string, { own, counts, seen }: Counted) {
  const counted = own.flatMap((name) => counts.get(name) ?? []);
  const sum = (count: "requests" | "good" | "bad"): number => counted.reduce((all, each) => all + each[count], 0);
  const [good, bad] = [sum("good"), sum("bad")];
  const [last] = own.flatMap((name) => seen.get(name) ?? []).toSorted((a, b) => b.from - a.from);
  return {
    client,
    requests: sum("requests"),
    valid: good + bad,
    bad,
    availability: good + bad === 0 ? null : good / (good + bad),
    lastSeen: last === undefined ? null : { from: isoText(last.from), to: isoText(last.to) },
  };
}

/** By client as it was asked for, all names of it in traffic. What nobody registered is left out. */
function namesOf(names: ClientNames, clients: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const all = clients.map((client) => [client, names.allOf([client])] as const);
  return new Map(all.filter(([, own]) => own.some((name) => names.has(name))));
}
