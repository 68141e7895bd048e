import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "./time.ts";
import { SteadyClock } from "./steady-clock.ts";

const START = Date.UTC(2026, 0, 1);

function machine(): {
  wall: number;
  steady: number;
  wallMs: () => number;
  steadyMs: () => number;
  pass: (ms: number) => void;
} {
  const state = {
    wall: START,
    steady: 5,
    wallMs: () => state.wall,
    steadyMs: () => state.steady,
    pass: (ms: number) => {
      state.wall += ms;
      state.steady += ms;
    },
  };
  return state;
}

test("a machine's clock that jumps back two hours does not take time back, and the jump is told", () => {
  const sources = machine();
  const clock = new SteadyClock(sources);
  sources.wall -= 2 * HOUR_MS;
  sources.pass(10 * SECOND_MS);
  assert.equal(clock.now(), START + 10 * SECOND_MS);
  assert.equal(clock.jumpMs, -2 * HOUR_MS);
  sources.pass(HOUR_MS);
  assert.equal(clock.now(), START + 10 * SECOND_MS + HOUR_MS);
});

test("a jump forward is followed when it has lasted ten minutes, and one that is taken back is forgotten", () => {
  const sources = machine();
  const clock = new SteadyClock(sources);
  sources.wall += 2 * HOUR_MS;
  assert.equal(clock.now(), START);
  sources.pass(9 * MINUTE_MS);
  assert.equal(clock.now(), START + 9 * MINUTE_MS);
  sources.wall -= 2 * HOUR_MS;
  assert.equal(clock.now(), START + 9 * MINUTE_MS);
  assert.equal(clock.jumpMs, 0);
  sources.wall += 2 * HOUR_MS;
  assert.equal(clock.now(), START + 9 * MINUTE_MS);
  sources.pass(10 * MINUTE_MS);
  assert.equal(clock.now(), START + 2 * HOUR_MS + 19 * MINUTE_MS);
});

test("small corrections are followed, and time never goes back for them", () => {
  const sources = machine();
  const clock = new SteadyClock(sources);
  sources.pass(SECOND_MS);
  const before = clock.now();
  sources.wall -= 300;
  assert.equal(clock.now(), before);
  sources.pass(SECOND_MS);
  assert.equal(clock.now(), START + 2 * SECOND_MS - 300);
});
