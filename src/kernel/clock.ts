/** The one place that reads the wall clock: everything else is handed an instant. */
export function wallClockMs(): number {
  return Date.now();
}

/** Milliseconds of a clock that never jumps, for measuring how long our own work took. */
export function stopwatchMs(): number {
  return performance.now();
}
