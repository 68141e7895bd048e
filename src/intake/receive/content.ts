import type { IncomingHttpHeaders } from "node:http";
import { type Answer, refusal } from "./answer.ts";

/** How a body may be compressed. */
export type ContentEncoding = "identity" | "gzip" | "zstd";

/** One JSON object a line has many names; a single object without a line feed is a line too. */
const TYPES: ReadonlySet<string> = new Set([
  "application/x-ndjson",
  "application/ndjson",
  "application/jsonl",
  "application/x-jsonlines",
  "application/jsonlines",
  "application/json-lines",
  "application/json",
  "text/x-ndjson",
]);

/** How a body is compressed; or a refusal when its type or its encoding is none that is read. No type is NDJSON. */
export function contentEncodingOf(headers: IncomingHttpHeaders): ContentEncoding | Answer {
  const type = headers["content-type"];
  if (type !== undefined && !TYPES.has((type.split(";", 1)[0] as string).trim().toLowerCase())) return wrongType(type);
  return compressionOf(headers);
}

/** How a body is compressed; or a refusal when that is none that is read. */
export function compressionOf(headers: IncomingHttpHeaders): ContentEncoding | Answer {
  const encoding = (headers["content-encoding"] ?? "identity").trim().toLowerCase();
  if (encoding === "identity" || encoding === "gzip" || encoding === "zstd") return encoding;
  return encoding === "x-gzip" ? "gzip" : wrongEncoding(encoding);
}

function wrongType(type: string): Answer {
  const isForm = type.startsWith("application/x-www-form-urlencoded");
  const remedy = isForm
    ? "This is what curl says unless it is told: --header 'Content-Type: application/x-ndjson' --data-binary @FILE."
    : "Send one JSON object a line as application/x-ndjson.";
  return refusal(415, {
    code: "body.wrong-type",
    detail: `Content-Type ${JSON.stringify(type.slice(0, 100))} is not read here. ${remedy}`,
    headers: { "Accept-Post": "application/x-ndjson" },
  });
}

function wrongEncoding(encoding: string): Answer {
  return refusal(415, {
    code: "body.wrong-encoding",
    detail: `Content-Encoding ${JSON.stringify(encoding.slice(0, 100))} is not read here. Compress the body with gzip or zstd, or send it as it is.`,
    headers: { "Accept-Encoding": "gzip, zstd" },
  });
}
