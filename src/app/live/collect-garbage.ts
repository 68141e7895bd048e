/**
 * Lets V8 collect all garbage, where it was started so that it can be told to (bin/plimsoll). It looks at its own heap, and
 * so leaves a hundred megabytes of arrays that lie outside of it for later: too much before work that needs as much
 * again. Nothing else is done meanwhile.
 */
export async function collectGarbage(): Promise<void> {
  await globalThis.gc?.({ type: "major", execution: "async" });
}
