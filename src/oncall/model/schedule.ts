/**
 * Who takes turns when, by the local clock of a zone. Plain values: nothing in it depends on the rules of the zone, so
 * a schedule stays right when a country changes its clocks.
 */
export interface Schedule {
  /** IANA name, "Europe/Madrid". */
  readonly zone: string;
  /** In the order in which they were written. None is allowed: then only overrides put somebody on call. */
  readonly layers: readonly Layer[];
  /** Applied in this order, each to what those before it made. */
  readonly overrides: readonly Override[];
}

/** One rotation with its restrictions. */
export interface Layer {
  readonly name: string;
  /** The full roster, one or more; who is in it twice has two turns. */
  readonly rotate: readonly Member[];
  readonly every: ShiftLength;
  /** Where turns are counted from, a local time (ms, as if the zone were UTC). Before it the layer has nobody. */
  readonly from: number;
  /** Where the layer ends, a local time; absent = never. */
  readonly until?: number;
  readonly advance: Advance;
  /** Times of the week at which the layer applies; absent = always. */
  readonly only?: readonly WeekSpan[];
  /** At each instant the layers with the highest number that have somebody are on call, all of them. */
  readonly priority: number;
}

/** Somebody in a rotation, perhaps for a time only. Who is no member at a handoff is passed over. */
export interface Member {
  readonly person: string;
  readonly from?: WrittenTime;
  readonly until?: WrittenTime;
}

/** How long a turn lasts: `count` units, 1 or more. */
export interface ShiftLength {
  readonly count: number;
  readonly unit: "hour" | "day" | "week" | "month";
}

/** Whether each `every` has a turn of its own, or only days on which the layer applies use turns up. */
export type Advance = "calendar" | "covered-days";

/** A time of the week by the local clock. */
export interface WeekSpan {
  /** Minutes since Monday 00:00, 0 to 10,079. */
  readonly start: number;
  /** Minutes, 1 to 10,080 (always). */
  readonly length: number;
}

/** A time as somebody wrote it: by the local clock (ms, as if the zone were UTC), or an instant (epoch ms). */
export type WrittenTime =
  | { readonly kind: "local"; readonly wall: number }
  | { readonly kind: "instant"; readonly at: number };

/** A change to who is on call for a time. It ends before `to`. */
export interface Override {
  readonly from: WrittenTime;
  readonly to: WrittenTime;
  readonly change: Change;
}

/** What an override does to the people on call. `everyone` puts these in the place of all others. */
export type Change =
  | { readonly kind: "replace"; readonly person: string; readonly with: string }
  | { readonly kind: "add"; readonly person: string }
  | { readonly kind: "remove"; readonly person: string }
  | { readonly kind: "everyone"; readonly people: readonly string[] };
