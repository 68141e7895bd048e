import { z } from "zod";
import { cursorOf, instantField, page, pageInput, readCursor } from "#http";
import { type Action, changeAction, readAction } from "#identity";
import { isoText, isoTextOrNull, Refusal } from "#kernel";
import type { Reader } from "#storage";
import { reasonField, scheduleName, swapSchema } from "../contract.ts";
import type { SwapRow } from "../model/rows.ts";
import { offerFault, type SwapFault, takeFault } from "../model/swap-fault.ts";
import { findSwap, storeSwap, swapsAfter } from "../store/swaps.ts";
import { addOverrides } from "./add-overrides.ts";
import { askingPerson } from "./asking-person.ts";
import { existingSchedule } from "./existing-schedule.ts";
import { servedNow } from "./prepared-schedules.ts";

const LIST = "swaps";
/** Of one schedule, at once. */
const OPEN_MAX = 200;

const ofSchedule = { schedule: scheduleName };
const ofSwap = z.strictObject({ ...ofSchedule, swap: z.string().max(64) });

/** Swaps whose shift is not over: offered, taken and withdrawn ones. */
const list = readAction({
  name: "swap.list",
  may: "schedule:read",
  input: z.strictObject({ ...ofSchedule, ...pageInput }),
  output: page(swapSchema),
  run: async ({ schedule, limit, cursor }, { read, now }) => {
    await existingSchedule(read, schedule);
    const [after = ""] = readCursor(LIST, cursor, z.tuple([z.string()])) ?? [];
    const rows = await swapsAfter(read, schedule, { endingAfter: now, after, limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return { items: shown.map(swapView), next: last === undefined ? null : cursorOf(LIST, [last.id]) };
  },
});

/** Offers a time in which whoever asks is on call. Until somebody takes it, nothing changes. */
const request = changeAction({
  name: "swap.request",
  may: "page:respond",
  input: z.strictObject({ ...ofSchedule, from: instantField, to: instantField, reason: reasonField }),
  output: swapSchema,
  run: async ({ schedule, from, to, reason }, { tx, now, by, nextId }) => {
    await existingSchedule(tx, schedule);
    const { handle: person } = await askingPerson(tx, by);
    const open = (await swapsAfter(tx, schedule, { endingAfter: now, after: "", limit: OPEN_MAX })).filter(isOpen);
    if (open.length >= OPEN_MAX) throw tooMany();
    const own = open.filter((row) => row.person === person).map((row) => ({ from: row.from_at, to: row.to_at }));
    const served = await servedNow(tx, schedule);
    refuse(offerFault(served, { person, time: { from, to }, now, open: own }));
    const row: SwapRow = {
      id: nextId("swp"),
      schedule,
      person,
      from_at: from,
      to_at: to,
      reason,
      requested_at: now,
      taken_at: null,
      taken_by: null,
      return_from: null,
      return_to: null,
      withdrawn_at: null,
    };
    await storeSwap(tx, row);
    return swapView(row);
  },
  audit: ({ schedule }, { id, person, from, to, reason }) => ({
    subject: `schedule:${schedule}`,
    facts: { swap: id, person, from, to, reason },
  }),
});

/** Takes an offered shift, for one of the own or for nothing: from then on these are overrides, which anybody may end. */
const take = changeAction({
  name: "swap.take",
  may: "page:respond",
  input: ofSwap.extend({ return: z.strictObject({ from: instantField, to: instantField }).nullish() }),
  output: swapSchema,
  run: async ({ schedule: name, swap: id, return: back = null }, { tx, now, by, nextId }) => {
    const schedule = await existingSchedule(tx, name);
    const swap = await openSwap(tx, name, id);
    const { handle: taking, name: author } = await askingPerson(tx, by);
    const offered = { from: swap.from_at, to: swap.to_at };
    const { person: offering } = swap;
    refuse(takeFault(await servedNow(tx, name), { offering, taking, offered, back, now }));
    const overrides = [
      { id: nextId("ovr"), ...offered, change: replacement(offering, taking), swap: id },
      ...(back === null ? [] : [{ id: nextId("ovr"), ...back, change: replacement(taking, offering), swap: id }]),
    ];
    await addOverrides(tx, schedule, { now, author, reason: swap.reason, overrides });
    const taken: SwapRow = {
      ...swap,
      taken_at: now,
      taken_by: taking,
      return_from: back?.from ?? null,
      return_to: back?.to ?? null,
    };
    await storeSwap(tx, taken);
    return swapView(taken);
  },
  audit: ({ schedule }, { id, person, taken }) => ({
    subject: `schedule:${schedule}`,
    facts: { swap: id, person, taken },
  }),
});

/** Takes an offer back, as long as nobody took it. */
const withdraw = changeAction({
  name: "swap.withdraw",
  may: "page:respond",
  input: ofSwap,
  output: swapSchema,
  run: async ({ schedule, swap: id }, { tx, now, by }) => {
    const swap = await openSwap(tx, schedule, id);
    const { handle } = await askingPerson(tx, by);
    if (swap.person !== handle) throw notYours(swap.person);
    const withdrawn = { ...swap, withdrawn_at: now };
    await storeSwap(tx, withdrawn);
    return swapView(withdrawn);
  },
  audit: ({ schedule }, { id, person }) => ({ subject: `schedule:${schedule}`, facts: { swap: id, person } }),
});

/** What can be done with swaps. */
export const swapActions: Record<"list" | "request" | "take" | "withdraw", Action> = { list, request, take, withdraw };

function replacement(person: string, standIn: string) {
  return { kind: "replace", person, with: standIn } as const;
}

function isOpen({ taken_at: taken, withdrawn_at: withdrawn }: SwapRow): boolean {
  return taken === null && withdrawn === null;
}

function swapView(row: SwapRow): z.input<typeof swapSchema> {
  const { id, schedule, person, reason, taken_at: takenAt, taken_by: by, return_from: from, return_to: to } = row;
  const back = from === null || to === null ? null : { start: isoText(from), end: isoText(to) };
  return {
    id,
    schedule,
    person,
    from: isoText(row.from_at),
    to: isoText(row.to_at),
    reason,
    requestedAt: isoText(row.requested_at),
    taken: takenAt === null || by === null ? null : { by, at: isoText(takenAt), return: back },
    withdrawnAt: isoTextOrNull(row.withdrawn_at),
  };
}

/** Refuses a swap that is not there, and one that was taken or withdrawn. */
async function openSwap(read: Reader, schedule: string, id: string): Promise<SwapRow> {
  const row = await findSwap(read, id);
  if (row?.schedule !== schedule) {
    throw new Refusal("not-found", "swap.not-found", `The schedule ${schedule} has no such swap. Load it again.`);
  }
  if (isOpen(row)) return row;
  const what = row.taken_by === null ? "was withdrawn" : `was taken by ${row.taken_by}`;
  throw new Refusal("conflict", "swap.settled", `This shift ${what}, so nothing was done. Load the schedule again.`);
}

function refuse(fault: SwapFault | undefined): void {
  if (fault === undefined) return;
  throw new Refusal("conflict", `swap.${fault.code}`, `${fault.detail}, so nothing was done. Choose another time.`);
}

function notYours(person: string): Refusal {
  return new Refusal(
    "forbidden",
    "swap.of-another",
    `${person} offers this shift, so only ${person} can withdraw it. You can take it.`,
  );
}

function tooMany(): Refusal {
  return new Refusal("conflict", "swap.too-many", `${OPEN_MAX} shifts are offered already, so this one was not.`);
}
