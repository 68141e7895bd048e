/** Does work that comes in slices at once, and gives what comes of it. */
export function atOnce<T>(slices: Generator<void, T>): T {
  for (;;) {
    const slice = slices.next();
    if (slice.done === true) return slice.value;
  }
}
