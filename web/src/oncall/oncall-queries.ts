import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { instantText, type Interval } from "#kernel";
import type {
  CalendarJson,
  ExpansionJson,
  GapsJson,
  OnCallNowJson,
  OverrideJson,
  OwnShiftJson,
  PersonOnCallJson,
  PreviewJson,
  QualityJson,
  ScheduleJson,
  SwapJson,
  WrittenScheduleJson,
} from "../../../src/oncall/contract.ts";
import { request, withQuery } from "../server/request.ts";
import type { Page } from "../server/wire.ts";
import { say } from "../ui/toasts.tsx";

export type Expansion = ExpansionJson;
export type Gaps = GapsJson;
export type OnCallNow = OnCallNowJson;
export type Override = OverrideJson;
export type OwnShift = OwnShiftJson;
export type PersonOnCall = PersonOnCallJson;
export type Preview = PreviewJson;
export type Quality = QualityJson;
export type Schedule = ScheduleJson;
export type Swap = SwapJson;
export type WrittenSchedule = WrittenScheduleJson;

/** So many schedules are looked at, and rows listed, at once. */
const ROWS = 200;

/** What every change makes stale. */
const KEY = ["oncall"] as const;

/** Who is on call everywhere. */
export const onCallNowQuery = infiniteQueryOptions({
  queryKey: [...KEY, "now"],
  queryFn: ({ signal, pageParam }) =>
    request<Page<OnCallNow>>(withQuery("/oncall/now", { limit: ROWS, cursor: pageParam }), { signal }),
  initialPageParam: "",
  getNextPageParam: (last) => last.next,
  // Shifts end without anybody's doing.
  refetchInterval: 60_000,
});

export const gapsQuery = infiniteQueryOptions({
  queryKey: [...KEY, "gaps"],
  queryFn: ({ signal, pageParam }) =>
    request<Page<Gaps>>(withQuery("/oncall/gaps", { limit: ROWS, cursor: pageParam }), { signal }),
  initialPageParam: "",
  getNextPageParam: (last) => last.next,
});

export const ownShiftsQuery = queryOptions({
  queryKey: [...KEY, "own"],
  queryFn: ({ signal }) => request<{ handle: string; items: readonly OwnShift[] }>("/me/shifts", { signal }),
});

export const calendarsQuery = queryOptions({
  queryKey: [...KEY, "calendars"],
  queryFn: ({ signal }) => request<{ items: readonly CalendarJson[] }>("/me/calendars", { signal }),
});

export function scheduleQuery(schedule: string) {
  return queryOptions({
    queryKey: [...KEY, "one", schedule],
    queryFn: ({ signal }) => request<Schedule>(schedulePath(schedule), { signal }),
    refetchInterval: 60_000,
  });
}

export function expansionQuery(schedule: string, period: Interval) {
  return queryOptions({
    queryKey: [...KEY, "shifts", schedule, period],
    queryFn: ({ signal }) =>
      request<Expansion>(withQuery(`${schedulePath(schedule)}/shifts`, textsOf(period)), { signal }),
    placeholderData: keepPreviousData,
  });
}

export function qualityQuery(schedule: string, period: Interval) {
  return queryOptions({
    queryKey: [...KEY, "quality", schedule, period],
    queryFn: ({ signal }) =>
      request<Quality>(withQuery(`${schedulePath(schedule)}/quality`, textsOf(period)), { signal }),
    placeholderData: keepPreviousData,
  });
}

/** What a draft would say; `schedule`: of which it is, absent for a new one. */
export function previewQuery(
  definition: string,
  { schedule, period }: { readonly schedule: string | undefined; readonly period: Interval },
) {
  return queryOptions({
    queryKey: [...KEY, "preview", schedule, definition, period],
    queryFn: ({ signal }) => {
      const body = { definition, ...textsOf(period), ...(schedule === undefined ? {} : { schedule }) };
      return request<Preview>("/schedules/preview", { method: "POST", body, signal });
    },
    placeholderData: keepPreviousData,
    retry: false,
  });
}

export function overridesQuery(schedule: string) {
  return queryOptions({
    queryKey: [...KEY, "overrides", schedule],
    queryFn: ({ signal }) =>
      request<Page<Override>>(withQuery(`${schedulePath(schedule)}/overrides`, { limit: ROWS }), { signal }),
  });
}

export function swapsQuery(schedule: string) {
  return queryOptions({
    queryKey: [...KEY, "swaps", schedule],
    queryFn: ({ signal }) =>
      request<Page<Swap>>(withQuery(`${schedulePath(schedule)}/swaps`, { limit: ROWS }), { signal }),
  });
}

export function schedulePath(schedule: string): string {
  return `/schedules/${encodeURIComponent(schedule)}`;
}

function textsOf({ from, to }: Interval): { from: string; to: string } {
  return { from: instantText(from), to: instantText(to) };
}

/** One change, and what is said when it is done. */
interface Change {
  readonly path: string;
  readonly method: "PUT" | "POST" | "DELETE";
  readonly body?: object;
  readonly revision?: number | undefined;
  readonly done: string;
}

/** Makes changes of who is on call, and asks again for all that they touch. */
export function useOnCallChange<Answered = unknown>(then?: (answer: Answered) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, method, body, revision }: Change) =>
      request<Answered>(path, {
        method,
        ...(body === undefined ? {} : { body }),
        ...(revision === undefined ? {} : { ifMatch: `"r${revision}"` }),
      }),
    onSuccess: (answer, { done }) => {
      if (done !== "") say(done);
      then?.(answer);
      void client.invalidateQueries({ queryKey: KEY });
    },
  });
}

/** Removes the schedule that is looked at; the page is left before the server is asked. */
export function useScheduleRemoval(leave: () => Promise<void>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ schedule, revision }: { schedule: string; revision: number }) => {
      await leave();
      await request(schedulePath(schedule), { method: "DELETE", ifMatch: `"r${revision}"` });
    },
    onSuccess: (_answer, { schedule }) => {
      say(`The schedule ${schedule} is removed; who was on call until now stays known.`);
      void client.invalidateQueries({ queryKey: KEY });
    },
    onError: (error) => say(error.message),
  });
}
