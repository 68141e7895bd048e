import type { IncomingMessage } from "node:http";
import { Refusal } from "#kernel";
import { answerText } from "../answer-text.ts";
import type { Handler } from "../listen.ts";
import type { Probes } from "./open-probes.ts";

/** Where signs of heartbeats are taken. */
export const HEARTBEATS_PATH = "/intake/v1/heartbeats/";

const PLACE = /^\/([A-Za-z0-9_-]{1,100})(\/fail)?$/;

export interface HeartbeatDoorParts {
  readonly heartbeats: Probes["heartbeats"];
  /** Whether whoever asks may write records: a bearer token. */
  readonly mayWrite: (request: IncomingMessage) => boolean;
  readonly isOpen: () => boolean;
  readonly report: (fault: unknown) => void;
}

/**
 * Takes a sign: at the secret address of a heartbeat by GET or POST, or by POST at its name with a token that may write
 * records. `/fail` behind it says that the work failed. Answered when it is durable; a body is not read. Whoever has
 * neither secret nor token does not learn which heartbeats there are.
 */
export function heartbeatDoor(parts: HeartbeatDoorParts): Handler {
  return (request, response) => {
    const answer = (status: number, text: string): void => {
      answerText(response, status, text);
      // What may still come of a body is of no interest.
      if (!request.complete) request.resume();
    };
    take(parts, request).then(
      ([status, text]) => answer(status, text),
      (fault: unknown) => {
        if (!(fault instanceof Refusal)) parts.report(fault);
        answer(503, "This sign could not be kept: send it again in a moment.\n");
      },
    );
  };
}

async function take(parts: HeartbeatDoorParts, request: IncomingMessage): Promise<readonly [number, string]> {
  const { heartbeats, isOpen } = parts;
  if (!isOpen()) return [503, "The server starts or stops. Send it again in a moment.\n"];
  if (request.method !== "GET" && request.method !== "POST") return [405, "Use GET or POST.\n"];
  const path = (request.url ?? "").slice(HEARTBEATS_PATH.length - 1).replace(/\?.*$/, "");
  const [, place = "", fail] = PLACE.exec(path) ?? [];
  const name = heartbeats.findBySecret(place) ?? namedBy(parts, request, place);
  if (name === undefined) return [404, "No heartbeat has this address, or the token is not for it.\n"];
  await heartbeats.beat(name, fail !== undefined);
  return [200, "ok\n"];
}

/** A page that a browser is led to must not be a sign, so a name takes POST and a token. */
function namedBy(
  { heartbeats, mayWrite }: HeartbeatDoorParts,
  request: IncomingMessage,
  name: string,
): string | undefined {
  return request.method === "POST" && heartbeats.has(name) && mayWrite(request) ? name : undefined;
}
