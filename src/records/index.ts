/** Records: the shape of what is kept of each request, and the log that keeps it. What it knows is in README.md. */
export type { DurableFrame, LogPosition } from "./log/durable-frame.ts";
export { type DirectoryLock, lockDirectory } from "./log/lock-directory.ts";
export { RecordLog } from "./log/record-log.ts";
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
export { ACCEPTS_SIZE, acceptIndex } from "./search/record-query.ts";
export { WIDE_FIELDS, type WideField } from "./model/wide-columns.ts";
