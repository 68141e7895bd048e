/** Records: the shape of what is kept of each request. What it knows is in README.md. */
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
export { TextColumn } from "./model/text-column.ts";
export { WIDE_FIELDS, WideColumns, type WideField } from "./model/wide-columns.ts";
