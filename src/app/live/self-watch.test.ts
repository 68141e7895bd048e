import assert from "node:assert/strict";
import { test } from "node:test";
import { MINUTE_MS, Refusal, SECOND_MS } from "#kernel";
import { SelfWatch } from "./self-watch.ts";

const FULL = new Refusal("unavailable", "log.disk-full", "Full.", { freeBytes: 2e6, freeBytesMin: 1e9 });
const START = Date.UTC(2026, 2, 1, 12);

function minutesOf(at: number): number {
  return (at - START) / MINUTE_MS;
}

test("records that are not taken are one page, over once they were taken for a minute; what comes and goes is no second one", async () => {
  let refusal: Refusal | null = null;
  const watch = new SelfWatch({ refusalNow: () => Promise.resolve(refusal) });
  const seen: string[] = [];
  for (let now = START; now < START + 10 * MINUTE_MS; now += SECOND_MS) {
    const minute = (now - START) / MINUTE_MS;
    refusal = (minute >= 1 && minute < 2) || (minute >= 2.5 && minute < 4) ? FULL : null;
    const changed = await watch.look(now);
    const [began] = changed?.began ?? [];
    if (began !== undefined) seen.push(`fired at ${minute}: ${minutesOf(began.firedAt)}`);
    const [ended] = changed?.ended ?? [];
    if (ended !== undefined) seen.push(`over at ${minute}: ${minutesOf(ended.endedAt ?? 0)}`);
    assert.equal(watch.firing.length, minute >= 1 && minute < 5 ? 1 : 0, `minute ${minute}`);
  }
  assert.deepEqual(seen, ["fired at 1: 1", "over at 5: 4"]);
});

test("the page says how much room there is, and how much there must be", async () => {
  const watch = new SelfWatch({ refusalNow: () => Promise.resolve(FULL) });
  const changed = await watch.look(START);
  assert.match(changed?.began[0]?.explanation.text ?? "", /Only 2(\.0+)? MB are free .*1(\.0+)? GB must stay free/);
});
