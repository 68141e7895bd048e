import type { FastifyInstance } from "fastify";
import { isoText } from "#kernel";
import { instantField, parseInput } from "#http";
import { z } from "zod";
import type { ServerParts } from "../server-parts.ts";

const inputSchema = z.strictObject({ at: instantField });

/** `POST /test/clock {at}`: goes there, and answers when everything that was due on the way is done. Only with a test clock. */
export function testClockRoute(app: FastifyInstance, { testClock, heartbeat, worker, clock }: ServerParts): void {
  if (testClock === undefined) return;
  const go = async (body: unknown): Promise<{ now: string }> => {
    testClock.goTo(parseInput(inputSchema, body).at);
    await heartbeat.beat();
    await worker.idle();
    return { now: isoText(clock.now()) };
  };
  app.post("/test/clock", (request) => go(request.body));
}
