import type { Exclusion } from "#objectives";

/** Whether the requests of a client (or of nobody) in a slot do not count. */
export function isExcluded(exclusions: readonly Exclusion[], slot: number, client: number): boolean {
  return exclusions.some(
    (one) => one.from <= slot && slot < one.to && (one.client === undefined || one.client === client),
  );
}
