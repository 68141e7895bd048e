import type { IncomingMessage, ServerResponse } from "node:http";
import { type Clock, Refusal } from "#kernel";
import { CALENDARS_PATH, type OnCallSchedules } from "#oncall";
import type { State } from "#storage";
import { answerText } from "../answer-text.ts";
import type { Handler } from "../listen.ts";

const PLACE = /^([A-Za-z0-9_-]{1,100})\.ics$/;

interface CalendarDoorParts {
  readonly schedules: OnCallSchedules;
  readonly state: State;
  readonly clock: Clock;
  readonly isOpen: () => boolean;
  readonly report: (fault: unknown) => void;
}

/** Gives a calendar to whoever knows its secret address. Whoever does not learns nothing of which there are. */
export function calendarDoor(parts: CalendarDoorParts): Handler {
  return (request, response) => {
    answer(parts, request, response).catch((fault: unknown) => {
      if (!(fault instanceof Refusal)) parts.report(fault);
      answerText(response, 503, "The calendar could not be read: ask again in a moment.\n");
    });
  };
}

async function answer(parts: CalendarDoorParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!request.complete) request.resume();
  if (!parts.isOpen()) return answerText(response, 503, "The server starts or stops. Ask again in a moment.\n");
  if (request.method !== "GET" && request.method !== "HEAD") return answerText(response, 405, "Use GET.\n");
  const path = (request.url ?? "").slice(CALENDARS_PATH.length).replace(/\?.*$/, "");
  const [, secret] = PLACE.exec(path) ?? [];
  const { schedules, state, clock } = parts;
  const file = secret === undefined ? undefined : await schedules.calendarAt(state.read, secret, clock.now());
  if (file === undefined) return answerText(response, 404, "No calendar has this address, or not any more.\n");
  const headers = { etag: file.tag, "cache-control": "private, no-cache", "x-content-type-options": "nosniff" };
  const seen = (request.headers["if-none-match"] ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  if (seen.includes(file.tag)) {
    response.writeHead(304, headers).end();
    return;
  }
  const body = Buffer.from(file.text);
  response.writeHead(200, {
    ...headers,
    "content-type": "text/calendar; charset=utf-8",
    "content-disposition": 'inline; filename="on-call.ics"',
    "content-length": body.length,
  });
  response.end(request.method === "HEAD" ? undefined : body);
}
