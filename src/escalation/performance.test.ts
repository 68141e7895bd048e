import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { HOUR_MS, isoText, MINUTE_MS } from "#kernel";
import type { PerformanceJson } from "./contract.ts";
import { delaysOf } from "./model/delays-of.ts";
import { openTestServer } from "./server.testing.ts";

test("of no delay nothing is said; of one it is all; else the nearest ranks, and the mean lies between the least and the most", () => {
  assert.deepEqual(delaysOf([]), { n: 0, medianMs: null, p90Ms: null, meanMs: null });
  assert.deepEqual(delaysOf([7]), { n: 1, medianMs: 7, p90Ms: 7, meanMs: 7 });
  assert.deepEqual(delaysOf([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]), { n: 10, medianMs: 5, p90Ms: 9, meanMs: 6 });
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1 }), (delays) => {
      const { medianMs, p90Ms, meanMs } = delaysOf(delays);
      const [least, most] = [Math.min(...delays), Math.max(...delays)];
      for (const each of [medianMs, p90Ms, meanMs]) assert.ok(each !== null && each >= least && each <= most);
      assert.ok((medianMs ?? 0) <= (p90Ms ?? 0));
      assert.ok(delays.filter((one) => one <= (p90Ms ?? 0)).length >= 0.9 * delays.length);
    }),
  );
});

test("own performance counts each page once for each person, nights by the clock of the zone, the worst shift, reactions and noise", async () => {
  await using server = await openTestServer();
  await server.put("/escalations/standard", { text: "steps: [{page: [schedule:primary]}]\n" });
  // Noon in Madrid; then half past ten at night there, when it is half past nine by UTC.
  server.clock.at = Date.UTC(2027, 0, 15, 11);
  await server.take({ group: "grp_noon", since: server.clock.at - 30_000 });
  await server.pass(4 * MINUTE_MS);
  const { body: listed } = await server.get("/pages");
  const [{ page }] = listed["items"] as [{ page: string }];
  await server.ben.put(`/pages/${page}/acknowledgement`, {});
  await server.take({ group: "grp_noon", reason: "ended" });
  server.clock.at = Date.UTC(2027, 0, 15, 21, 30);
  await server.take({ group: "grp_night", since: server.clock.at - 10_000 });
  // Told again in the next round: still one page.
  await server.pass(5 * MINUTE_MS);
  await server.take({ group: "grp_night", reason: "ended" });
  await server.take({ group: "grp_ticket", urgency: "ticket" });
  const from = isoText(Date.UTC(2027, 0, 15));
  const to = isoText(Date.UTC(2027, 0, 16));
  const asked = async (zone: string) =>
    (await server.vera.get(`/performance?from=${from}&to=${to}&zone=${zone}`)).body as unknown as PerformanceJson;
  const madrid = await asked("Europe/Madrid");
  assert.deepEqual([madrid.pages, madrid.tickets], [2, 1]);
  assert.deepEqual(madrid.detect, { n: 2, medianMs: 10_000, p90Ms: 30_000, meanMs: 20_000 });
  assert.deepEqual(madrid.acknowledge, { n: 1, medianMs: 240_000, p90Ms: 240_000, meanMs: 240_000 });
  assert.deepEqual(madrid.noise, { pages: 1, of: 2 });
  const ana = { person: "ana", pages: 2, night: 1, mostInShift: 2, reacted: 0, methods: 1, provenAt: null };
  assert.deepEqual(madrid.people, [ana]);
  assert.deepEqual((await asked("UTC")).people, [{ ...ana, night: 0 }]);
  const turned = await server.vera.get(`/performance?from=${to}&to=${from}`);
  assert.deepEqual([turned.status, turned.body["code"]], [422, "performance.span"]);
  assert.equal((await server.vera.get("/performance?zone=Mars")).status, 422);
  const later = isoText(Date.UTC(2027, 0, 16) + HOUR_MS);
  const none = await server.vera.get(`/performance?from=${to}&to=${later}`);
  assert.equal(none.body["pages"], 0);
});
