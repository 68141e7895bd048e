import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR_MS, isoText } from "#kernel";
import type { LiveApi } from "#stories";
import { read } from "./live-report.ts";
import { sharedServer } from "./shared-server.ts";
import { goTo, linesOf, post, putApi } from "./told-live.ts";
import { TOLD, toldStory } from "./told-story.ts";

const STORY = toldStory(2_000);
const [API] = STORY.apis as [LiveApi];
const SPAN = { from: TOLD.from, to: TOLD.from + 4 * HOUR_MS };
const PATH = "/api/v1/apis/orders/objectives/availability/what-if";

interface Row {
  readonly targetPpm: number;
  readonly pages: number;
  readonly nightsWoken: number;
  readonly outagesMissed: number;
  readonly promise: string;
  readonly sentence: string;
}

interface Answer {
  readonly objective: string;
  readonly zone: string;
  readonly outages: number;
  readonly present: Row;
  readonly candidates: readonly Row[];
  readonly supportable: readonly { readonly confidence: number; readonly targetPpm: number }[];
}

/** Four hours of history, in which most requests of nine minutes after three in the night failed. */
const server = sharedServer(["--test-clock", isoText(SPAN.to)], async (one) => {
  await putApi(one, API);
  await post(one, linesOf(STORY, SPAN));
  await goTo(one, SPAN.to + HOUR_MS);
});

test("targets that are asked for are tried in their order, beside the present one, each with its sentence", async () => {
  const answer = await read<Answer>(server(), `${PATH}?targetPpm=999900&targetPpm=700000&targetPpm=999900`);
  assert.deepEqual(
    [answer.objective, answer.zone, answer.outages, answer.present.targetPpm],
    ["orders/availability", "UTC", 1, 999_000],
  );
  assert.deepEqual(
    answer.candidates.map(({ targetPpm }) => targetPpm),
    [700_000, 999_900],
  );
  const [lower, higher] = answer.candidates as [Row, Row];
  assert.equal(answer.present.sentence, "nights you would have been woken: 1; outages missed: 0 of 1");
  assert.equal(higher.sentence, "nights you would have been woken: 1; outages missed: 0 of 1");
  assert.equal(lower.sentence, "nights you would have been woken: 1 → 0; outages missed: 1 of 1");
  assert.match(lower.promise, /^70 % over 30 d, rolling, with: /);
});

test("without targets the usual ones are tried; a night is one by the clock of the zone", async () => {
  const answer = await read<Answer>(server(), `${PATH}?zone=Asia/Tokyo`);
  assert.ok(answer.candidates.length >= 4);
  assert.deepEqual([answer.zone, answer.present.pages, answer.present.nightsWoken], ["Asia/Tokyo", 1, 0]);
  assert.deepEqual(
    answer.supportable.map(({ confidence }) => confidence),
    [0.9, 0.95, 0.99],
  );
});

test("what is no target, no zone, too much or not there is refused as a problem that says so", async () => {
  const many = Array.from({ length: 9 }, (_, index) => `targetPpm=${990_000 + index}`).join("&");
  const other = PATH.replace("availability", "durability");
  for (const [path, status, code, detail] of [
    [`${PATH}?targetPpm=1000000`, 422, "request.invalid", /targetPpm/],
    [`${PATH}?targetPpm=some`, 422, "request.invalid", /targetPpm/],
    [`${PATH}?zone=Mars/Base`, 422, "request.invalid", /zone: must be a name/],
    [`${PATH}?${many}`, 422, "request.invalid", /targetPpm/],
    [other, 404, "objectives.unknown", /durability/],
    [other.replace("orders", "carts"), 404, "objectives.api-unknown", /carts/],
  ] as const) {
    const answer = await server().call(path);
    const problem = (await answer.json()) as { code: string; detail: string };
    assert.equal(answer.status, status, `${path}: ${JSON.stringify(problem)}`);
    assert.equal(problem.code, code, path);
    assert.match(problem.detail, detail);
  }
});
