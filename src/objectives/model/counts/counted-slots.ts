import { type CounterIncrease, slotOfReading } from "./counter.ts";

/** What two counters say of one slot. */
export interface CountedSlot {
  /** Its start. */
  readonly slot: number;
  readonly valid: number;
  readonly bad: number;
  /** The counters contradict each other: bad > valid, or more good than valid. Nothing is clamped; the owner is to be told. */
  readonly inconsistent: boolean;
}

/** The counters of one indicator: of all valid requests, and of the bad ones or the good ones. */
export interface CounterPair {
  readonly valid: readonly CounterIncrease[];
  readonly part: readonly CounterIncrease[];
  readonly counts: "bad" | "good";
}

/**
 * The increases of two counters by slot, ascending; slots of which either was read. Totals are those of the counters,
 * exactly. Where both are read at the same instants, a slot that is inconsistent is the source's fault.
 */
export function countedSlots({ valid, part, counts }: CounterPair): CountedSlot[] {
  const slots = new Map<number, { valid: number; part: number }>();
  const add = (which: "valid" | "part", increases: readonly CounterIncrease[]): void => {
    for (const { to, count } of increases) {
      const slot = slotOfReading(to);
      const sum = slots.get(slot) ?? { valid: 0, part: 0 };
      slots.set(slot, { ...sum, [which]: sum[which] + count });
    }
  };
  add("valid", valid);
  add("part", part);
  return [...slots]
    .toSorted(([a], [b]) => a - b)
    .map(([slot, sum]) => ({
      slot,
      valid: sum.valid,
      bad: counts === "bad" ? sum.part : sum.valid - sum.part,
      inconsistent: sum.part > sum.valid,
    }));
}
