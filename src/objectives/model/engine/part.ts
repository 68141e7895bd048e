import type { Bucket } from "./bucket.ts";

/** Entries [from, to) of a bucket, valid until the next part is asked for. */
export interface Part {
  bucket: Bucket;
  from: number;
  to: number;
}
