import { type Answer, refusal } from "../answer.ts";

export function noSuchSignal(): Answer {
  return refusal(404, {
    code: "otlp.no-such-signal",
    detail: "Spans are taken at /v1/traces and log records at /v1/logs below this address; metrics are not taken.",
  });
}

export function notOtlp(type: string | undefined): Answer {
  const sent =
    type === undefined ? "A body without Content-Type" : `Content-Type ${JSON.stringify(type.slice(0, 100))}`;
  return refusal(415, {
    code: "body.wrong-type",
    detail: `${sent} is not read here. Send OTLP as application/x-protobuf or application/json.`,
    headers: { "Accept-Post": "application/x-protobuf, application/json" },
  });
}

export function malformedBody(what: string): Answer {
  return refusal(400, {
    code: "body.malformed",
    detail: `The body is no OTLP: ${what}. Nothing of it was kept, and sending it again will not help.`,
  });
}

export function repeatsUnkept(): Answer {
  return refusal(503, {
    code: "otlp.repeats-unkept",
    detail:
      "Some of these spans came a moment ago in another body, which could not be kept. Nothing of this one was kept. Send it again.",
    headers: { "Retry-After": "1" },
  });
}
