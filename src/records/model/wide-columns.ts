import { TextColumn } from "./text-column.ts";

/** Texts of a record that no count needs and a person looks for. `ip` and `userAgent` only where it is configured. */
export const WIDE_FIELDS = ["traceId", "requestId", "path", "ip", "userAgent"] as const;
export type WideField = (typeof WIDE_FIELDS)[number];

/** The texts of a batch of records, by field; a field that is not kept has no column. */
export class WideColumns {
  readonly traceId: TextColumn | null;
  readonly requestId: TextColumn | null;
  readonly path: TextColumn | null;
  readonly ip: TextColumn | null;
  readonly userAgent: TextColumn | null;

  constructor(capacity: number, kept: readonly WideField[]) {
    const column = (field: WideField): TextColumn | null => (kept.includes(field) ? new TextColumn(capacity) : null);
    this.traceId = column("traceId");
    this.requestId = column("requestId");
    this.path = column("path");
    this.ip = column("ip");
    this.userAgent = column("userAgent");
  }
}
