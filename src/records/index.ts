/** Records: the shape of what is kept of each request, and the log that keeps it. What it knows is in README.md. */
export type { DurableFrame, LogPosition } from "./log/durable-frame.ts";
export { type DirectoryLock, lockDirectory } from "./log/lock-directory.ts";
export type { LogFile, LogFiles } from "./log/log-files.ts";
export { LOG_LIMITS, type LogLimits } from "./log/log-limits.ts";
export type { Batch } from "./log/open-frame.ts";
export { type LogSize, RecordLog, type RecordLogOptions } from "./log/record-log.ts";
export type { Deleted, Retention } from "./log/retention.ts";
export type { Damage } from "./log/walk-segment.ts";
export type { BatchId } from "./model/batch-id.ts";
export {
  ASKED_DIMENSIONS,
  type AskedDimension,
  CLIENTS_MAX,
  Dictionaries,
  dictionaryOf,
  NO_DURATION,
  NOT_TOLD,
  RecordColumns,
  UNATTRIBUTED,
} from "./model/columns.ts";
export { ACCEPTS_SIZE, acceptIndex, type RecordPage, type RecordQuery } from "./search/record-query.ts";
export { TextColumn } from "./model/text-column.ts";
export { WIDE_FIELDS, WideColumns, type WideField } from "./model/wide-columns.ts";
