import { nextTurn, stopwatchMs } from "#kernel";

/** Work is handed back to others after this long. */
const SLICE_MS = 4;

/** Does work that comes in slices, and lets others have their turn in between. `told` hears how long each stretch took, in ms. */
export async function inSlices<T>(slices: Generator<void, T>, told?: (ms: number) => void): Promise<T> {
  for (;;) {
    const from = stopwatchMs();
    let slice = slices.next();
    while (slice.done !== true && stopwatchMs() - from < SLICE_MS) slice = slices.next();
    told?.(stopwatchMs() - from);
    if (slice.done === true) return slice.value;
    await nextTurn();
  }
}
