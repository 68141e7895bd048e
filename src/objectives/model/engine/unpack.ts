import type { Bucket } from "./bucket.ts";

/** Reads a block, as `Packer` packs it, of so many entries into a bucket, whose entries it replaces. */
export function unpack(bytes: Uint8Array, entries: number, into: Bucket): void {
  into.length = 0;
  let at = 0;
  let row = 0;
  const next = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] as number;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  };
  for (let entry = 0; entry < entries; entry++) {
    const head = next();
    row += head >>> 1;
    if ((head & 1) === 0) into.append(row, next(), 0);
    else into.append(row, unzigzag(next()), unzigzag(next()));
  }
}

function unzigzag(value: number): number {
  return (value >>> 1) ^ -(value & 1);
}
