import type { Interval } from "#kernel";
import { OnCall, type Shift, type Shifts } from "./on-call.ts";
import type { PartInForce, ServedSchedule } from "./served-schedule.ts";
import type { ClockChange } from "./zone-clock.ts";

/** What one layer would say alone. */
export interface LayerShifts {
  readonly name: string;
  readonly shifts: readonly Shift[];
}

/** A time of a schedule as a time line shows it. */
export interface Expansion extends Shifts {
  /** In the order of the list; those of texts that are no longer in force behind them. */
  readonly layers: readonly LayerShifts[];
  /** By the zone of the text that is in force at last. */
  readonly clockChanges: readonly ClockChange[];
}

/** Everything that a time line shows of a time: the result, what each layer would say alone, changes of the clock. */
export function expansionOf(served: ServedSchedule, { from, to }: Interval): Expansion {
  const layers = new Map<string, LayerShifts>();
  for (const part of served.partsIn({ from, to }).toReversed()) addLayers(layers, part);
  return {
    ...served.shiftsIn({ from, to }),
    layers: [...layers.values()],
    clockChanges: served.resolver.clock.changes(from, to),
  };
}

/** Layers of one name in two texts are one row; two of one name in one text are two. */
function addLayers(rows: Map<string, LayerShifts>, { schedule: { zone, layers }, from, to }: PartInForce): void {
  const seen = new Map<string, number>();
  for (const layer of layers) {
    const nth = seen.get(layer.name) ?? 0;
    seen.set(layer.name, nth + 1);
    const key = JSON.stringify([layer.name, nth]);
    const { shifts } = new OnCall({ zone, layers: [layer], overrides: [] }).shiftsIn({ from, to });
    // Older texts come later, and stand before.
    rows.set(key, { name: layer.name, shifts: [...shifts, ...(rows.get(key)?.shifts ?? [])] });
  }
}
