/** Intake: bytes of a log → request records. What it knows is in README.md. */
export { clientByText, defaultClientBy, parseClientBy, refuseClientBy } from "./model/client-by.ts";
export type { Decoder, DecoderOptions } from "./model/decoder.ts";
export { type ClientBy, LOG_FORMATS, type LogFormat } from "./model/formats.ts";
export {
  type Believed,
  type Dropped,
  type DropReason,
  KINDS,
  type Outcome,
  OUTCOMES,
  PRODUCTION,
} from "./model/record.ts";
export { parseRfc3339 } from "./model/rfc3339.ts";
export { openDecoder } from "./decoders.ts";
export { detectFormat } from "./detect.ts";
export { IdempotencyRegister } from "./model/idempotency-register.ts";
export type { TakenApis } from "./model/live-decoding.ts";
export { type DocumentedOperations, type LiveOperations, UNMATCHED } from "./model/live-operations.ts";
export { SourceHealth } from "./model/source-health.ts";
export type { Redaction } from "./model/redaction.ts";
export type { Overload } from "./receive/ports.ts";
export { DirectRecords } from "./receive/direct-records.ts";
export { AHEAD_MS, Receiver, type ReceiverOptions } from "./receive/receiver.ts";
export { type Exchange, sendAnswer } from "./receive/send-answer.ts";
export { OtlpReceiver } from "./receive/otlp/otlp-receiver.ts";
export { keyName } from "./append-record.ts";
export { rememberBatch } from "./receive/remember-batch.ts";
export { redactionOf, redactionSchema } from "./redact/redaction-of.ts";
export type { LogToFollow } from "./follow/follow-options.ts";
export { FollowedLogs } from "./follow/followed-logs.ts";
export type { FollowerState } from "./follow/follower-state.ts";
export { LINE_BYTES_MAX, LineSplitter, type LineTaker } from "./line-splitter.ts";
