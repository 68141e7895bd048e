const VARINT_BYTES_MAX = 10;

/** Bytes of protobuf, of which a scanner reads what it knows and passes over the rest. */
export class ProtobufBytes {
  bytes: Uint8Array = new Uint8Array(0);
  /** Where the bytes end whose length was read last. */
  stop = 0;

  /** Where the bytes begin whose length stands at `at`, and in `stop` where they end; -1 when that is beyond `to`. */
  bytesAt(at: number, to: number): number {
    const { bytes } = this;
    const first = bytes[at] as number;
    const second = bytes[at + 1] as number;
    // Of two bytes most lengths of spans are, of one all others.
    if (second < 0x80 && first >= 0x80 && at + 1 < to) {
      this.stop = at + 2 + ((first & 0x7f) | (second << 7));
      return this.stop <= to ? at + 2 : -1;
    }
    let length = 0;
    for (let i = at, shift = 0; i < to && shift < 28; i++, shift += 7) {
      const byte = bytes[i] as number;
      length |= (byte & 0x7f) << shift;
      if (byte >= 0x80) continue;
      this.stop = i + 1 + length;
      return this.stop <= to ? i + 1 : -1;
    }
    return -1;
  }

  /** Where the field at `at` ends that is not read; -1 when it is malformed or unusual. */
  endOfField(at: number, to: number): number {
    const { bytes } = this;
    const tag = bytes[at] as number;
    let value = at + 1;
    if (tag >= 0x80) {
      const more = bytes[at + 1] as number;
      // A number below 16 needs no second byte: one that is written so could be a field that is read.
      if (value >= to || more >= 0x80 || more === 0) return -1;
      value++;
    } else if (tag < 8) return -1;
    const type = tag & 7;
    if (type === 2) return this.bytesAt(value, to) < 0 ? -1 : this.stop;
    if (type === 1 || type === 5) {
      const end = value + (type === 1 ? 8 : 4);
      return end <= to ? end : -1;
    }
    if (type !== 0) return -1;
    for (let i = value; i < to && i < value + VARINT_BYTES_MAX; i++) if ((bytes[i] as number) < 0x80) return i + 1;
    return -1;
  }
}
