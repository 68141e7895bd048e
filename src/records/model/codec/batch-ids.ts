import type { BatchId } from "../batch-id.ts";
import type { ByteReader } from "./byte-reader.ts";
import type { ByteWriter } from "./byte-writer.ts";

/** Writes the ids of batches. */
export function encodeBatchIds(batchIds: readonly BatchId[], out: ByteWriter): void {
  out.varint(batchIds.length);
  for (const { token, key, bodySha256, answer } of batchIds) {
    for (const text of [token, key, bodySha256, answer]) out.text(text);
  }
}

/** Reads the ids of batches. */
export function decodeBatchIds(reader: ByteReader): BatchId[] {
  return Array.from({ length: reader.varint() }, () => ({
    token: reader.text(),
    key: reader.text(),
    bodySha256: reader.text(),
    answer: reader.text(),
  }));
}
