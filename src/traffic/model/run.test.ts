import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PairSorter } from "./pair-sorter.ts";
import { mergedRun, type Run, RunMemory } from "./run.ts";

const half = fc.oneof(fc.nat(3), fc.nat(5_000), fc.integer({ min: 0, max: 2 ** 32 - 1 }));
const pairs = fc.array(fc.tuple(half, half), { maxLength: 400, size: "max" });
const amount = fc.oneof(fc.nat(300), fc.integer({ min: 0, max: 2 ** 43 }));
const additions = fc.array(fc.tuple(half, half, amount), { maxLength: 400, size: "max" });
type Additions = readonly (readonly [high: number, low: number, amount: number])[];

/** Two sums a row: the amount, and how many were added. */
function runOf(all: Additions, memory: RunMemory): Run {
  const builder = memory.builder({ keys: null, width: 2 });
  for (const [high, low, added] of all) builder.add(high, low, { sums: Float64Array.of(added, 1) }, 0);
  return builder.sorted();
}

function contentOf({ rows, high, low, sums }: Run): [string, number[]][] {
  return Array.from({ length: rows }, (_, row) => [
    `${high[row]} ${low[row]}`,
    [...sums.subarray(row * 2, row * 2 + 2)],
  ]);
}

function byKey(a: readonly number[], b: readonly number[]): number {
  return a[0] === b[0] ? a[1]! - b[1]! : a[0]! - b[0]!;
}

function byHand(all: Additions): [string, number[]][] {
  const sums = new Map<string, number[]>();
  for (const [high, low, added] of all.toSorted(byKey)) {
    const [sum, count] = sums.get(`${high} ${low}`) ?? [0, 0];
    sums.set(`${high} ${low}`, [sum! + added, count! + 1]);
  }
  return [...sums];
}

test("a run holds the sum for each key that was added to, ascending, and so does the sum of two runs; memory is used again", () => {
  const memory = new RunMemory();
  fc.assert(
    fc.property(additions, additions, (some, others) => {
      const [a, b] = [runOf(some, memory), runOf(others, memory)];
      const both = mergedRun(a, b, memory);
      assert.deepEqual(contentOf(both), byHand([...some, ...others]));
      assert.deepEqual([contentOf(a), contentOf(b)], [byHand(some), byHand(others)]);
    }),
  );
});

test("a run that its owner gives back takes no memory any more, but none goes while runs are held", () => {
  const memory = new RunMemory();
  const all = Array.from({ length: 5_000 }, (_, key) => [0, key, 1] as const);
  const [one, held] = [runOf(all, memory), runOf(all, memory)];
  const bytesOf = ({ high, low, sums }: Run): number => high.byteLength + low.byteLength + sums.byteLength;
  memory.giveBack(one);
  memory.hold();
  memory.giveBack(held);
  assert.deepEqual([bytesOf(one), contentOf(held)], [0, byHand(all)]);
  memory.letGo();
  memory.giveBack(held);
  assert.equal(bytesOf(held), 0);
});

test("sorted pairs ascend, equal ones in the order in which they came, and each tells where it stood", () => {
  const sorter = new PairSorter();
  fc.assert(
    fc.property(pairs, (all) => {
      const room = sorter.room(all.length);
      for (const [place, [high, low]] of all.entries()) {
        room.high[place] = high;
        room.low[place] = low;
      }
      const { high, low, order } = sorter.sorted({ length: all.length, ordered: true });
      const expected = [...all.keys()].toSorted((a, b) => byKey(all[a]!, all[b]!));
      assert.deepEqual([...order], expected);
      assert.deepEqual(
        Array.from(order, (_, place) => [high[place], low[place]]),
        expected.map((place) => all[place]),
      );
    }),
  );
});
