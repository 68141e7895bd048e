/**
 * When a probe is due next after `now`: at the instants `every` apart that its name chooses, so that probes are spread
 * over time, stay so over a restart, and what was missed is not made up.
 */
export function nextDue(name: string, everyMs: number, now: number): number {
  const phase = hashOf(name) % everyMs;
  return Math.floor((now - phase) / everyMs + 1) * everyMs + phase;
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}
