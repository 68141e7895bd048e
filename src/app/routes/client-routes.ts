import { z } from "zod";
import { apiName, existingApi } from "#apis";
import { allClientNames, clientActivity, Lookalikes, standsForNobody } from "#clients";
import { instantField, route, type Route } from "#http";
import { type Action, readAction } from "#identity";
import { DAY_MS, isoText, nextTurn, periodOf, Refusal } from "#kernel";
import { kpiQueryOf, RANGE_DAYS_MAX } from "#traffic";
import type { ServerParts } from "../server-parts.ts";

/** What takes both the register of clients and their traffic. For the provider only: it tells of all of them. */
export function clientRoutes(parts: ServerParts): Route<Action>[] {
  return [
    route("GET /apis/:api/observed-clients", listObserved(parts)),
    route("GET /apis/:api/client-activity", getActivity(parts)),
  ];
}

const OBSERVED_DAYS = 30;
const OBSERVED_MAX = 200;

const observedSchema = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  items: z.array(
    z.object({
      name: z.string(),
      requests: z.number(),
      /** A registered client whose name looks like it. */
      lookalike: z.string().nullable(),
    }),
  ),
  /** Names beyond those that are listed. */
  more: z.number(),
});

/** The names in the traffic of the last 30 days that stand for no registered client, those with most requests first. */
function listObserved({ measurement }: ServerParts): Action {
  return readAction({
    name: "client.list-observed",
    may: "client:read",
    input: z.strictObject({ api: apiName }),
    output: observedSchema,
    run: async ({ api }, { read, now }) => {
      await existingApi(read, api);
      const range = { from: now - OBSERVED_DAYS * DAY_MS, to: now };
      const query = kpiQueryOf(api, { ...range, groupBy: "client" }, range.to);
      const { groups, groupsSummedUp } = await measurement.traffic.kpis(query);
      const registered = await allClientNames(read);
      const known = new Set(registered.map(({ name }) => name));
      const lookalikes = new Lookalikes(registered);
      const observed = groups
        .filter(({ key }) => !known.has(key) && !standsForNobody(key))
        .toSorted((a, b) => b.requests - a.requests);
      return {
        from: isoText(range.from),
        to: isoText(range.to),
        items: observed.slice(0, OBSERVED_MAX).map(({ key, requests }) => ({
          name: key,
          requests,
          lookalike: lookalikes.of(key) ?? null,
        })),
        more: Math.max(0, observed.length - OBSERVED_MAX) + groupsSummedUp,
      };
    },
  });
}

const PERIODS_MAX = 60;
/** Who was there before: as long as counts are kept. */
const BEFORE_MS = RANGE_DAYS_MAX * DAY_MS;
/** How far back, unless it is said. */
const USUAL_DAYS = { day: 30, week: 12 * 7, month: 365 } as const;
const figures = z.object({ active: z.number(), new: z.number(), returning: z.number(), lost: z.number() });
const activitySchema = z.object({
  period: z.enum(["day", "week", "month"]),
  items: z.array(z.object({ from: z.iso.datetime(), to: z.iso.datetime(), registered: figures, observed: figures })),
  /** Whether every client was told apart; otherwise a period had more than are kept apart in one answer. */
  exact: z.boolean(),
});

/** Active, new, returning and lost clients, by whole days, weeks from Monday or months of UTC; at most 60 of them. */
function getActivity({ measurement, clients: { names } }: ServerParts): Action {
  return readAction({
    name: "client.get-activity",
    may: "client:read",
    input: z.strictObject({
      api: apiName,
      from: instantField.optional(),
      to: instantField.optional(),
      period: z.enum(["day", "week", "month"]).default("week"),
    }),
    output: activitySchema,
    run: async ({ api, from, to, period }, { read, now }) => {
      await existingApi(read, api);
      const end = to ?? now;
      const periods = periodsOf(from ?? end - USUAL_DAYS[period] * DAY_MS, end, period);
      let exact = true;
      const activeIn = async (range: { from: number; to: number }): Promise<Set<string>> => {
        const kpis = await measurement.traffic.kpis(kpiQueryOf(api, { ...range, groupBy: "client" }, range.to));
        await nextTurn();
        exact &&= kpis.groupsSummedUp === 0;
        const keys = kpis.groups
          .filter(({ key, requests }) => requests > 0 && !standsForNobody(key))
          .map(({ key }) => key);
        return new Set(keys.map((key) => names.shownAs(key)));
      };
      const [first] = periods;
      const last = periodOf(calendarOf(period), first.from - 1);
      const before = await activeIn({ from: last.from - BEFORE_MS, to: last.from });
      const active: Set<string>[] = [];
      const lastActive = await activeIn(last);
      for (const each of periods) active.push(await activeIn(each));
      const activity = clientActivity({
        periods: active,
        last: lastActive,
        before,
        isRegistered: names.has.bind(names),
      });
      const items = activity.map((each, index) => {
        const range = periods[index] ?? first;
        return { ...each, from: isoText(range.from), to: isoText(range.to) };
      });
      return { period, items, exact };
    },
  });
}

type Period = "day" | "week" | "month";
type Range = ReturnType<typeof periodOf>;

/** The whole periods that hold [from, to). */
function periodsOf(from: number, to: number, period: Period): [Range, ...Range[]] {
  const first = periodOf(calendarOf(period), from);
  const periods: [Range, ...Range[]] = [first];
  for (let last = first; last.to < to; periods.push(last)) {
    if (periods.length >= PERIODS_MAX) throw tooMany(period);
    last = periodOf(calendarOf(period), last.to);
  }
  return periods;
}

/** From a Monday, so that weeks begin on one. */
function calendarOf(unit: Period): Parameters<typeof periodOf>[0] {
  return { unit, count: 1, zone: "UTC", anchor: unit === "week" ? "2026-01-05T00:00" : "2026-01-01T00:00" };
}

function tooMany(period: Period): Refusal {
  return new Refusal(
    "invalid",
    "activity.too-many-periods",
    `The range has more than ${PERIODS_MAX} ${period}s, and at most so many are counted at once. Ask for a shorter range, or for longer periods.`,
    { max: PERIODS_MAX, faults: [{ pointer: "/from", detail: `must be at most ${PERIODS_MAX} ${period}s back` }] },
  );
}
