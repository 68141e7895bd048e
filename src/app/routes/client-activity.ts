import { z } from "zod";
import { apiName, existingApi } from "#apis";
import { ACTIVITY_FIGURES, clientActivity, type ClientNames, clientsWith, standsForNobody } from "#clients";
import { cursorOf, instantField, pageInput, readCursor } from "#http";
import { type Action, readAction } from "#identity";
import { DAY_MS, type Interval, isoText, OTHER } from "#kernel";
import { RANGE_DAYS_MAX } from "#traffic";
import type { ServerParts } from "../server-parts.ts";
import { ACTIVITY_PERIODS, periodAt, periodsOf } from "./activity-periods.ts";
import { activeClientsSchema, activitySchema } from "./contract.ts";

/** Who was there before: as long as counts are kept. */
const BEFORE_MS = RANGE_DAYS_MAX * DAY_MS;
/** How far back, unless it is said. */
const USUAL_DAYS = { day: 30, week: 12 * 7, month: 365 } as const;
const LIST = "active clients";
const periodField = z.enum(ACTIVITY_PERIODS).default("week");

/** Who came, came back and stayed away. For the provider only: it tells of all clients. */
export function activityActions(parts: ServerParts): Record<"get" | "list", Action> {
  return { get: getActivity(parts), list: listActive(parts) };
}

/** Active, new, returning and lost clients, by whole days, weeks from Monday or months of UTC; at most 60 of them. */
function getActivity(parts: ServerParts): Action {
  return readAction({
    name: "client.get-activity",
    may: "client:read",
    input: z.strictObject({
      api: apiName,
      from: instantField.optional(),
      to: instantField.optional(),
      period: periodField,
    }),
    output: activitySchema,
    run: async ({ api, from, to, period }, { read, now }) => {
      await existingApi(read, api);
      const end = to ?? now;
      const periods = periodsOf({ from: from ?? end - USUAL_DAYS[period] * DAY_MS, to: end }, period);
      const seen = new SeenClients(parts, api);
      const lastRange = periodAt(periods[0].from - 1, period);
      const before = await seen.in(beforeOf(lastRange));
      const last = await seen.in(lastRange);
      const active: Set<string>[] = [];
      for (const each of periods) active.push(await seen.in(each));
      const activity = clientActivity({ periods: active, last, before, isRegistered: (one) => seen.isRegistered(one) });
      const items = activity.map((each, index) => ({ ...each, ...textsOf(periods[index] as Interval) }));
      return { period, items, exact: seen.exact };
    },
  });
}

/** The clients that one figure of one period counts, by name. `at`: any instant of the period. */
function listActive(parts: ServerParts): Action {
  return readAction({
    name: "client.list-active",
    may: "client:read",
    input: z.strictObject({
      api: apiName,
      at: instantField,
      period: periodField,
      figure: z.enum(ACTIVITY_FIGURES).default("active"),
      ...pageInput,
    }),
    output: activeClientsSchema,
    run: async ({ api, at, period, figure, limit, cursor }, { read }) => {
      await existingApi(read, api);
      const order = `${LIST} ${figure}`;
      const [after] = readCursor(order, cursor, z.tuple([z.string()])) ?? [""];
      const range = periodAt(at, period);
      const lastRange = periodAt(range.from - 1, period);
      const seen = new SeenClients(parts, api);
      const active = await seen.in(range);
      const last = await seen.in(lastRange);
      const before = await seen.in(beforeOf(lastRange));
      const names = clientsWith(figure, { active, last, before });
      const rest = names.filter((name) => name > after);
      const shown = rest.slice(0, limit);
      const end = rest.length > limit ? shown.at(-1) : undefined;
      return {
        ...textsOf(range),
        period,
        figure,
        items: shown.map((client) => ({ client, registered: seen.isRegistered(client) })),
        next: end === undefined ? null : cursorOf(order, [end]),
        total: names.length,
      };
    },
  });
}

/** The clients of an API by their names now, those that nobody registered by the name that they are seen under. */
class SeenClients {
  readonly #traffic: ServerParts["measurement"]["traffic"];
  readonly #names: ClientNames;
  readonly #api: string;
  /** Whether all were told apart: the server knows so many names only. */
  exact = true;

  constructor({ measurement, clients }: ServerParts, api: string) {
    this.#traffic = measurement.traffic;
    this.#names = clients.names;
    this.#api = api;
  }

  async in(range: Interval): Promise<Set<string>> {
    const seen = await this.#traffic.seen({ api: this.#api, ...range });
    this.exact &&= !seen.has(OTHER);
    const names = [...seen.keys()].filter((name) => !standsForNobody(name));
    return new Set(names.map((name) => this.#names.shownAs(name)));
  }

  isRegistered(client: string): boolean {
    return this.#names.has(client);
  }
}

function beforeOf(last: Interval): Interval {
  return { from: last.from - BEFORE_MS, to: last.from };
}

function textsOf({ from, to }: Interval): { from: string; to: string } {
  return { from: isoText(from), to: isoText(to) };
}
