import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { HOUR_MS, MINUTE_MS, Random, Refusal } from "#kernel";
import { FileSlotLists, type SavedLists } from "./file-slot-lists.ts";

const KEPT = [MINUTE_MS, HOUR_MS] as const;

interface Kept {
  readonly handle: number;
  readonly bytes: Uint8Array;
}

type Step =
  | { readonly do: "append"; readonly length: number; readonly kept: number }
  | { readonly do: "release"; readonly nth: number }
  | { readonly do: "reopen" };

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("append" as const),
      length: fc.oneof(fc.integer({ min: 1, max: 9_000 }), fc.integer({ min: 60_000, max: 900_000 })),
      kept: fc.integer({ min: 0, max: 1 }),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("release" as const), nth: fc.nat(50) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("reopen" as const) }) },
);

test("what is appended is read back until it is released, after a restart too; emptied files go", () => {
  fc.assert(
    fc.property(fc.array<Step>(step, { minLength: 1, maxLength: 80, size: "max" }), (steps) => {
      inDirectory((directory) => {
        const random = new Random(5);
        let lists = new FileSlotLists(directory);
        const all: Kept[] = [];
        for (const one of steps) {
          if (one.do === "append") {
            const bytes = Uint8Array.from({ length: one.length }, () => random.below(256));
            all.push({ handle: lists.append(bytes, KEPT[one.kept] as number), bytes });
          } else if (one.do === "release" && all.length > 0) {
            const [gone] = all.splice(one.nth % all.length, 1) as [Kept];
            lists.release(gone.handle, gone.bytes.length);
          } else {
            const saved = JSON.parse(JSON.stringify(lists.save())) as SavedLists;
            lists.sweep(saved);
            lists.append(new Uint8Array(5_000), HOUR_MS);
            lists.close();
            lists = new FileSlotLists(directory, saved);
          }
          for (const { handle, bytes } of all) assert.deepEqual(lists.read(handle, bytes.length), bytes);
        }
        for (const { handle, bytes } of all) lists.release(handle, bytes.length);
        lists.sweep(lists.save());
        // Those that are written on stay.
        assert.ok(readdirSync(directory).length <= KEPT.length);
        lists.close();
      });
    }),
    { numRuns: 15 },
  );
});

test("an emptied file stays until no snapshot that is kept may need it", () => {
  inDirectory((directory) => {
    const lists = new FileSlotLists(directory);
    const bytes = new Uint8Array(3 * 2 ** 20).fill(7);
    const handle = lists.append(bytes, HOUR_MS);
    lists.append(bytes, HOUR_MS);
    const before = lists.save();
    lists.release(handle, bytes.length);
    const after = lists.save();
    lists.sweep(before);
    lists.close();
    assert.deepEqual(new FileSlotLists(directory, before).read(handle, bytes.length), bytes);
    const again = new FileSlotLists(directory, after);
    assert.equal(readdirSync(directory).length, 1);
    again.close();
  });
});

test("a file that is missing or short is refused, as its windows cannot be continued", () => {
  inDirectory((directory) => {
    const lists = new FileSlotLists(directory);
    lists.append(new Uint8Array(1_000), HOUR_MS);
    const saved = lists.save();
    lists.close();
    const [file] = readdirSync(directory) as [string];
    truncateSync(join(directory, file), 999);
    assert.throws(() => new FileSlotLists(directory, saved), isRefusal);
    rmSync(join(directory, file));
    assert.throws(() => new FileSlotLists(directory, saved), isRefusal);
  });
});

function isRefusal(error: unknown): boolean {
  return error instanceof Refusal && error.code === "objectives.lists-missing";
}

function inDirectory(use: (directory: string) => void): void {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-lists-"));
  try {
    use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
