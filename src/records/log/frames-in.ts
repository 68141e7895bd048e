import { findFrame, type FoundFrame, frameAt } from "./find-frame.ts";
import type { Damage } from "./walk-segment.ts";

interface Place {
  readonly path: string;
  /** Where the bytes stand in the file. */
  readonly base: number;
  readonly onDamage: (damage: Damage) => void;
}

/** The whole frames of bytes in which nothing else should be; what is something else is told and left out. */
export function* framesIn(bytes: Uint8Array, { path, base, onDamage }: Place): Generator<FoundFrame> {
  for (let at = 0; at < bytes.length;) {
    const found = frameAt(bytes, at) ?? findFrame(bytes, at + 1);
    const start = found?.start ?? bytes.length;
    if (start > at) onDamage({ path, offset: base + at, bytes: start - at });
    if (found === undefined) return;
    yield found;
    at = found.end;
  }
}
