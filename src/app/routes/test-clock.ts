import type { FastifyInstance } from "fastify";
import { isoText } from "#kernel";
import { instantField, parseInput } from "#http";
import { z } from "zod";
import type { ServerParts } from "../server.ts";

const inputSchema = z.strictObject({ at: instantField });

/** `POST /test/clock {at}`: goes there, and answers when everything that was due on the way is done. Only with a test clock. */
export function testClockRoute(app: FastifyInstance, { testClock, heartbeat, worker, clock }: ServerParts): void {
  if (testClock === undefined) return;
  app.post("/test/clock", async (request) => {
    testClock.goTo(parseInput(inputSchema, request.body).at);
    await heartbeat.beat();
    await worker.idle();
    return { now: isoText(clock.now()) };
  });
}
