import { useMemo } from "react";
import { instantText, type Interval, SECOND_MS } from "#kernel";
import { usePageSearch } from "../shell/use-search.ts";
import { absoluteSearch, intervalOf, type Preset, previousInterval, rangeChoice, type RangeChoice } from "./range.ts";
import { useServerNow } from "./server-clock.ts";

/** The page's range of time, from its address. */
export interface PageRange {
  readonly choice: RangeChoice;
  readonly interval: Interval;
  readonly previous: Interval;
  /** It ends now, and moves. */
  readonly isLive: boolean;
  readonly compare: boolean;
  readonly now: number;
  readonly choosePreset: (preset: Preset) => void;
  readonly chooseInterval: (interval: Interval) => void;
  readonly toggleLive: () => void;
  readonly toggleCompare: () => void;
}

export function useRange(): PageRange {
  const [search, change] = usePageSearch();
  const now = useServerNow();
  const { range, from, to, at, compare } = search;
  const choice = useMemo(() => rangeChoice({ range, from, to, at }), [range, from, to, at]);
  const { from: start, to: end } = intervalOf(choice, now);
  const interval = useMemo(() => ({ from: start, to: end }), [start, end]);
  const isLive = choice.kind === "preset" && choice.pausedAt === undefined;
  return {
    choice,
    interval,
    previous: previousInterval(interval),
    isLive,
    compare: compare !== "off",
    now,
    choosePreset: (preset) => change({ range: preset, from: undefined, to: undefined, at: undefined }),
    chooseInterval: (chosen) => change(absoluteSearch(chosen)),
    toggleLive: () => {
      const stands = instantText(Math.floor(interval.to / SECOND_MS) * SECOND_MS);
      change(isLive ? { at: stands } : { at: undefined, from: undefined, to: undefined });
    },
    toggleCompare: () => change({ compare: compare === "off" ? undefined : "off" }),
  };
}
