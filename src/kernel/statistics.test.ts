import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { betaInc, betaIncInverse, binomialTail, guardLeast, upperErrorBound } from "./statistics.ts";

function close(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`);
}

test("the incomplete beta function equals its closed forms within 1e-9", () => {
  const x = [0.001, 0.1, 0.3, 0.5, 0.77, 0.999];
  for (const at of x) {
    close(betaInc(at, 1, 1), at, 1e-12);
    close(betaInc(at, 2, 3), at * at * (6 - 8 * at + 3 * at * at), 1e-12);
    close(betaInc(at, 0.5, 0.5), (2 / Math.PI) * Math.asin(Math.sqrt(at)), 1e-12);
    close(betaInc(at, 1, 1000), -Math.expm1(1000 * Math.log1p(-at)), 1e-12);
    close(betaInc(at, 1e6, 1), at ** 1e6, 1e-12);
  }
  assert.equal(betaInc(0, 2, 3), 0);
  assert.equal(betaInc(1, 2, 3), 1);
});

test("the incomplete beta function gives published quantiles of Student's t and of F back", () => {
  // Two-sided t with 10 degrees at 2.228138852 is 5 %; F(0.95; 4, 20) = 2.866081402.
  close(betaInc(10 / (10 + 2.228138851986274 ** 2), 5, 0.5), 0.05, 1e-9);
  close(betaInc((4 * 2.866081402) / (4 * 2.866081402 + 20), 2, 10), 0.95, 1e-9);
});

test("the incomplete beta function keeps nine digits where its parameters are in the millions", () => {
  // Symmetric at its middle, and the two tails of any point add up to one.
  close(betaInc(0.5, 5e6, 5e6), 0.5, 1e-9);
  close(betaInc(0.0144, 14_500, 985_500) + betaInc(1 - 0.0144, 985_500, 14_500), 1, 1e-12);
});

test("a binomial tail equals the sum of its terms", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 0, max: 61 }),
      fc.double({ min: 0.001, max: 0.999, noNaN: true }),
      (n, k, p) => {
        close(binomialTail(n, k, p), sumOfTerms(n, k, p), 1e-11);
      },
    ),
  );
});

test("the guard's least counts at 99.9 % are those of the design", () => {
  const least = (n: number): number[] =>
    [14.4, 6, 3, 1].map((factor) => Math.max(2, guardLeast(n, factor * 0.001, 0.01)));
  assert.deepEqual(least(10), [2, 2, 2, 2]);
  assert.deepEqual(least(100), [6, 4, 3, 2]);
  assert.deepEqual(least(1000), [25, 13, 9, 5]);
});

test("the guard's count is the least whose tail is rare enough", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.double({ min: 0.0001, max: 0.9, noNaN: true }), (n, p) => {
      const k = guardLeast(n, p, 0.01);
      assert.ok(binomialTail(n, k, p) < 0.01);
      assert.ok(binomialTail(n, k - 1, p) >= 0.01);
    }),
  );
});

test("the upper error bound is that of Clopper and Pearson, its ends included", () => {
  close(upperErrorBound(0, 100, 0.95), 1 - 0.05 ** (1 / 100), 1e-15);
  close(upperErrorBound(3, 10_000, 0.95), 0.000775181, 1e-9);
  // Published: 10 of 100 at one-sided 97.5 % is 17.62 %.
  close(upperErrorBound(10, 100, 0.975), 0.17622, 1e-5);
  assert.equal(upperErrorBound(5, 5, 0.95), 1);
  assert.equal(upperErrorBound(0, 0, 0.95), 1);
});

test("the inverse of the incomplete beta function inverts it", () => {
  // Below 1 the density is unbounded at an end, where the distance of two floats is more than the tolerance.
  const parameter = fc.double({ min: 1, max: 5000, noNaN: true });
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), parameter, parameter, (share, a, b) => {
      close(betaInc(betaIncInverse(share, a, b), a, b), share, 1e-8);
    }),
  );
});

function sumOfTerms(n: number, k: number, p: number): number {
  let sum = 0;
  for (let i = k; i <= n; i++) {
    let term = p ** i * (1 - p) ** (n - i);
    for (let j = 1; j <= i; j++) term *= (n - i + j) / j;
    sum += term;
  }
  return sum;
}
