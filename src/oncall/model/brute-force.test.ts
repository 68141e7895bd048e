import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY_MS, HOUR_MS, instantText, MINUTE_MS, Random } from "#kernel";
import { compareByMinute } from "./compare-by-minute.testing.ts";
import { OnCall } from "./on-call.ts";
import { invented, ZONES } from "./schedules.testing.ts";

const SEED = Number(process.env["PROPERTY_SEED"] ?? (process.env["CI"] === "true" ? 4_747 : Date.now() % 1_000_000));

for (const zone of ZONES) {
  test(`in ${zone} the live answer, any expansion and a count by minute agree`, () => {
    const random = new Random(SEED);
    for (let round = 0; round < 50; round++) compareByMinute(random, zone, `PROPERTY_SEED=${SEED}, round ${round}`);
  });

  test(`in ${zone} shifts and gaps fill a time, neighbours differ, and a cut anywhere changes nothing`, () => {
    const random = new Random(SEED);
    for (let round = 0; round < 40; round++) {
      const near = Date.UTC(2025 + random.below(3), random.below(12), random.below(28));
      const onCall = new OnCall(invented(random, zone, near));
      const [from, to] = [near - 40 * DAY_MS, near + 40 * DAY_MS];
      const whole = piecesOf(onCall, from, to);
      const seed = `PROPERTY_SEED=${SEED}, round ${round}`;
      assert.equal(whole[0]?.start ?? from, from, seed);
      assert.equal(whole.at(-1)?.end ?? to, to, seed);
      for (const [place, piece] of whole.entries()) {
        assert(piece.start < piece.end, seed);
        const next = whole[place + 1];
        if (next === undefined) continue;
        assert.equal(piece.end, next.start, seed);
        assert.notEqual(piece.who, next.who, `${seed} at ${instantText(next.start)}`);
      }
      const cut = from + HOUR_MS + random.below((to - from - 2 * HOUR_MS) / MINUTE_MS) * MINUTE_MS;
      const parts = [...piecesOf(onCall, from, cut), ...piecesOf(onCall, cut, to)];
      assert.deepEqual(joined(parts), whole, seed);
    }
  });
}

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly who: string;
}

function piecesOf(onCall: OnCall, from: number, to: number): Piece[] {
  const { shifts, gaps } = onCall.shiftsIn({ from, to });
  return [
    ...shifts.map(({ start, end, people }) => ({ start, end, who: people.join() })),
    ...gaps.map(({ start, end }) => ({ start, end, who: "" })),
  ].toSorted((a, b) => a.start - b.start);
}

function joined(pieces: readonly Piece[]): Piece[] {
  const all: Piece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (last?.who === piece.who && last.end === piece.start) all[all.length - 1] = { ...last, end: piece.end };
    else all.push(piece);
  }
  return all;
}
