import { bytesText } from "#kernel";
import { type Answer, refusal } from "./answer.ts";
import type { IntakeLimits } from "./limits.ts";

export function notPost(): Answer {
  return refusal(405, {
    code: "intake.not-post",
    detail: "Records are sent here with POST, one JSON object a line.",
    headers: { Allow: "POST" },
  });
}

export function unauthenticated(hasToken: boolean): Answer {
  return refusal(401, {
    code: hasToken ? "token.unknown" : "token.missing",
    detail: hasToken
      ? "This token may not send records here: it is unknown, was revoked, or is meant for something else. Make one for intake."
      : "A token is needed to send records: Authorization: Bearer TOKEN. The first start wrote one to bootstrap.json as intakeToken.",
    headers: {
      "WWW-Authenticate": hasToken ? 'Bearer realm="intake", error="invalid_token"' : 'Bearer realm="intake"',
    },
  });
}

export function tooMany(what: string): Answer {
  return refusal(503, {
    code: "intake.busy",
    detail: `${what} Nothing of this one was kept. Send it again in a moment.`,
    headers: { "Retry-After": "1" },
  });
}

export function badKey(): Answer {
  return refusal(400, {
    code: "idempotency-key.invalid",
    detail: "An Idempotency-Key has 1 to 255 visible ASCII characters, such as a UUID. Nothing was kept.",
  });
}

export function keyOfAnotherBody(): Answer {
  return refusal(422, {
    code: "idempotency-key.reused",
    detail:
      "This Idempotency-Key came with another body before. Nothing of this one was kept. Use a new key for each body, and the same one only to send the same body again.",
  });
}

export function unknownSource(): Answer {
  return refusal(400, {
    code: "source.unknown",
    detail:
      "Plimsoll-Source is push, middleware, gateway or log; without the header it is push. Nothing of this body was kept.",
  });
}

/** The answer to a body that is larger than allowed, as it is sent. */
export function tooLarge(bytesMax: number): Answer {
  return refusal(413, {
    code: "body.too-large",
    detail: `The body is larger than ${bytesText(bytesMax)}. Nothing of it was kept. Send it in several bodies, or compressed.`,
  });
}

export function tooLargeDecoded(bytesMax: number): Answer {
  return refusal(413, {
    code: "body.too-large-decompressed",
    detail: `The body is larger than ${bytesText(bytesMax)} when decompressed. Nothing of it was kept. Send it in several bodies.`,
  });
}

export function broken(): Answer {
  return refusal(400, {
    code: "body.broken-compression",
    detail:
      "The body does not decompress: it is damaged or cut short, or its Content-Encoding is another one. Nothing of it was kept. Compress it again and send it whole.",
  });
}

export function tooSlow({ bodyIdleMs, bodyMs }: IntakeLimits): Answer {
  return refusal(408, {
    code: "body.too-slow",
    detail:
      `Nothing of the body came for ${bodyIdleMs / 1000} s, or it was not whole after ${bodyMs / 1000} s. ` +
      "Nothing of it was kept. Send it again, in smaller bodies when the line is slow.",
  });
}
