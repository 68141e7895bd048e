import type { OtlpSignal } from "../../model/otlp/otlp-item.ts";
import type { Answer } from "../answer.ts";
import type { OtlpRows } from "./otlp-rows.ts";

/** How a body is written; its answer is written likewise. */
export type OtlpEncoding = "protobuf" | "json";

const CONTENT_TYPES: Readonly<Record<OtlpEncoding, string>> = {
  protobuf: "application/x-protobuf",
  json: "application/json",
};
const REJECTED = { traces: "rejectedSpans", logs: "rejectedLogRecords" } as const;
const ITEMS = { traces: "spans", logs: "log records" } as const;
/** Codes of gRPC by status of HTTP, as `google.rpc.Status` has them; others are "unknown". */
const GRPC_CODES: Readonly<Record<number, number>> = {
  400: 3,
  401: 16,
  404: 12,
  405: 12,
  413: 8,
  415: 3,
  429: 8,
  503: 14,
};
/** Senders repeat a body after 429 and 503 only: what may be repeated is told so. */
const REPEATABLE: ReadonlySet<number> = new Set([408, 500]);

/** What an answer tells of. */
export type OtlpTold = Pick<OtlpRows, "rejected" | "drops" | "examples" | "sampled">;

/** The answer to a body that was taken: with `partial_success` when there is something to say about it. */
export function otlpTaken(rows: OtlpTold, signal: OtlpSignal, encoding: OtlpEncoding): Answer {
  const { rejected } = rows;
  const message = messageOf(rows, signal);
  const headers = { "Content-Type": CONTENT_TYPES[encoding] };
  if (message === "") return { status: 200, headers, body: encoding === "json" ? "{}" : new Uint8Array(0) };
  if (encoding === "json") {
    const partialSuccess = { [REJECTED[signal]]: String(rejected), errorMessage: message };
    return { status: 200, headers, body: JSON.stringify({ partialSuccess }) };
  }
  const count = rejected === 0 ? [] : [0x08, ...varint(rejected)];
  return { status: 200, headers, body: bytesField(1, [...count, ...bytesField(2, Buffer.from(message))]) };
}

/** A refusal as OTLP has it, `google.rpc.Status`, in the encoding of the body. */
export function otlpRefusal(answer: Answer, encoding: OtlpEncoding): Answer {
  const { code, detail } = JSON.parse(String(answer.body)) as { code: string; detail: string };
  const message = `${detail} (${code})`;
  const isRepeatable = REPEATABLE.has(answer.status);
  const status = isRepeatable ? 503 : answer.status;
  const grpc = GRPC_CODES[status] ?? 2;
  const headers = {
    ...(isRepeatable ? { "Retry-After": "1" } : {}),
    ...answer.headers,
    "Content-Type": CONTENT_TYPES[encoding],
  };
  if (encoding === "json") return { status, headers, body: JSON.stringify({ code: grpc, message }) };
  return { status, headers, body: Uint8Array.from([0x08, grpc, ...bytesField(2, Buffer.from(message))]) };
}

function messageOf(rows: OtlpTold, signal: OtlpSignal): string {
  const told: string[] = [];
  if (rows.rejected > 0) {
    const reasons = [...rows.drops].map(([reason, count]) => {
      const example = rows.examples.find((one) => one.reason === reason)?.detail;
      return `${count} ${reason}${example === undefined ? "" : ` (${example})`}`;
    });
    told.push(`${rows.rejected} ${ITEMS[signal]} were not kept: ${reasons.join("; ")}.`);
  }
  if (rows.sampled > 0) {
    told.push(
      `${rows.sampled} ${ITEMS[signal]} are of traces that were sampled at their head (tracestate ot=th): the requests ` +
        "that were left out are counted by nobody, so that counts are too low. Sample behind Plimsoll, or not at all.",
    );
  }
  return told.join(" ");
}

function bytesField(number: number, bytes: ArrayLike<number>): Uint8Array {
  const head = [number * 8 + 2, ...varint(bytes.length)];
  const field = new Uint8Array(head.length + bytes.length);
  field.set(head);
  field.set(bytes, head.length);
  return field;
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return [...bytes, rest];
}
