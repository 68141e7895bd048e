import type { Bucket } from "./bucket.ts";
import { BLOCK_ENTRIES } from "./packer.ts";

/** The varints of a block in turn: at most three an entry. */
const numbers = new Uint32Array(3 * BLOCK_ENTRIES);

/** Reads a block, as `Packer` packs it, of so many entries into a bucket, whose entries it replaces. `bytes`: no more than the block. */
export function unpack(bytes: Uint8Array, entries: number, into: Bucket): void {
  readVarints(bytes);
  const cells = into.refill(entries);
  let next = 0;
  let row = 0;
  // Plain loops over numbers: each block is read a few times, and most of a tick is this.
  for (let place = 0; place < cells.length; place += 3) {
    const head = numbers[next++] as number;
    row += head >>> 1;
    cells[place] = row;
    const count = numbers[next++] as number;
    const isPlain = (head & 1) === 0;
    cells[place + 1] = isPlain ? count : unzigzag(count);
    cells[place + 2] = isPlain ? 0 : unzigzag(numbers[next++] as number);
  }
}

function readVarints(bytes: Uint8Array): void {
  let count = 0;
  let value = 0;
  let shift = 0;
  for (const byte of bytes) {
    value |= (byte & 0x7f) << shift;
    shift += 7;
    if (byte >= 0x80) continue;
    numbers[count++] = value;
    value = 0;
    shift = 0;
  }
}

function unzigzag(value: number): number {
  return (value >>> 1) ^ -(value & 1);
}
