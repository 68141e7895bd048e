/** Where an instant comes from: the wall, or a test that moves it. Epoch milliseconds. */
export interface Clock {
  now(): number;
}

/** The one place that reads the wall clock: everything else is handed an instant. */
export function wallClockMs(): number {
  return Date.now();
}

/** Milliseconds of a clock that never jumps, for measuring how long our own work took. */
export function stopwatchMs(): number {
  return performance.now();
}

/** Calls `run` once after this time; what it gives cancels that. A waiting call does not keep the process alive. */
export function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms).unref();
  return () => clearTimeout(timer);
}

/** Calls `run` each time this time has passed, until what it gives is called. It does not keep the process alive. */
export function every(ms: number, run: () => void): () => void {
  const timer = setInterval(run, ms).unref();
  return () => clearInterval(timer);
}

/** Resolves when everything else that is ready (sockets, files, timers) had its turn. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
