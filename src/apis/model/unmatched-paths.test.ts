import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { UnmatchedPaths } from "./unmatched-paths.ts";

test("what comes often is listed first, ids in paths as one kind", () => {
  const paths = new UnmatchedPaths();
  for (const path of ["/a/1", "/wp-login.php", "/a/2"]) paths.count("GET", path);
  assert.deepEqual(paths.list(), {
    items: [
      { method: "GET", path: "/a/{id}", count: 2 },
      { method: "GET", path: "/wp-login.php", count: 1 },
    ],
    others: 0,
  });
});

test("a scanner's hundred thousand inventions neither grow nor hide what comes often, and none is lost", () => {
  const paths = new UnmatchedPaths();
  for (let i = 0; i < 100_000; i++) {
    paths.count("GET", `/x${String.fromCodePoint(0x4e00 + (i % 20_000))}${"y".repeat(i % 7)}`);
    if (i % 10 === 0) paths.count("POST", "/orders/search");
  }
  const { items, others } = paths.list();
  assert.equal(items.length <= 1_000 && items.reduce((sum, { count }) => sum + count, others), 110_000);
  assert.deepEqual(items[0], { method: "POST", path: "/orders/search", count: 10_000 });
});

test("whatever comes, kinds are bounded in number and length, and the sum is right", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string({ unit: "binary", maxLength: 900 }), fc.constantFrom("GET", "PUT"))),
      (all) => {
        const paths = new UnmatchedPaths();
        for (const [path, method] of all) paths.count(method, `/${path}`);
        const { items, others } = paths.list();
        assert.equal(
          items.reduce((sum, { count }) => sum + count, others),
          all.length,
        );
        assert.ok(items.every(({ path }) => path.length <= 200));
      },
    ),
  );
});
