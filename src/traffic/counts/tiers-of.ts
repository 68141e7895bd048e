import type { RunMemory } from "../model/run.ts";
import { type Level, LEVELS } from "./levels.ts";
import type { RowKind } from "./row-kind.ts";
import { Tier } from "./tier.ts";

interface Place {
  readonly directory: string;
  readonly clock: { now(): number };
}

/** The tiers of a kind of rows: minute, hour, day. */
export function tiersOf(kind: RowKind, { directory, clock }: Place, memory: RunMemory): [Tier, Tier, Tier] {
  const now = (): number => clock.now();
  const tierOf = (level: Level, coarser?: Tier): Tier => new Tier({ directory, now, memory, level, kind, coarser });
  const day = tierOf(LEVELS[2]);
  const hour = tierOf(LEVELS[1], day);
  return [tierOf(LEVELS[0], hour), hour, day];
}
