import { invariant } from "./invariant.ts";

/**
 * The regularised incomplete beta function I_x(a, b), for a, b > 0 and x in [0, 1]. Within 1e-9, also for a and b
 * in the millions. Lentz's evaluation of the continued fraction (Numerical Recipes, 6.4).
 */
export function betaInc(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // Beyond its mean the fraction of the mirrored function converges faster.
  if (x > (a + 1) / (a + b + 2)) return 1 - betaInc(1 - x, b, a);
  return Math.min(1, ((b * binomialTerm(x, a, b)) / (a + b)) * betaFraction(x, a, b));
}

/** The x with I_x(a, b) = share, for share in [0, 1]: the quantile of the beta distribution. Within 1e-12, by halving. */
export function betaIncInverse(share: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  while (high - low > 1e-16 + high * 1e-13) {
    const middle = (low + high) / 2;
    if (betaInc(middle, a, b) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P[X ≥ k] for X of the binomial distribution (n, p): 1 for k ≤ 0, 0 for k > n. */
export function binomialTail(n: number, k: number, p: number): number {
  if (k <= 0) return 1;
  return k > n ? 0 : betaInc(p, k, n - k + 1);
}

/** The least k with P[X ≥ k] < alpha, X binomial (n, p): n + 1 when not even k = n is that rare. */
export function guardLeast(n: number, p: number, alpha: number): number {
  let tooFew = -1;
  let enough = n + 1;
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (binomialTail(n, middle, p) < alpha) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

/**
 * The largest error ratio that `bad` of `n` does not contradict at this confidence: the one-sided upper bound of
 * Clopper and Pearson (Biometrika 26, 1934). 1 when n = 0 or all are bad.
 */
export function upperErrorBound(bad: number, n: number, confidence: number): number {
  if (bad >= n) return 1;
  if (bad === 0) return -Math.expm1(Math.log1p(-confidence) / n);
  return betaIncInverse(confidence, bad + 1, n - bad);
}

/** Γ(a+b+1) / (Γ(a+1) Γ(b+1)) · x^a · (1−x)^b: in deviations from the mean, so that large a and b cancel nothing (Loader 2000). */
function binomialTerm(x: number, a: number, b: number): number {
  const n = a + b;
  const exponent = stirlingRest(n) - stirlingRest(a) - stirlingRest(b) - deviance(a, n * x) - deviance(b, n * (1 - x));
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * a * b));
}

/** ln Γ(z+1) − ((z + ½) ln z − z + ½ ln 2π), for z > 0. */
function stirlingRest(z: number): number {
  if (z >= 16) {
    const square = 1 / (z * z);
    return (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / z;
  }
  // Γ(z+1) = z·Γ(z): one step up, until the series is good.
  return stirlingRest(z + 1) + (z + 0.5) * Math.log1p(1 / z) - 1;
}

/** value · ln(value / mean) + mean − value, without losing digits where the two are close. */
function deviance(value: number, mean: number): number {
  const v = (value - mean) / (value + mean);
  if (Math.abs(v) > 0.1) return value * Math.log(value / mean) + mean - value;
  let sum = (value - mean) * v;
  let power = 2 * value * v;
  for (let odd = 3; odd < 40; odd += 2) {
    power *= v * v;
    sum += power / odd;
  }
  return sum;
}

const ROUNDS_MAX = 1_000_000;
const TINY = 1e-300;

function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  let factor = 0;
  for (let m = 1; Math.abs(factor - 1) > 1e-14; m++) {
    invariant(m <= ROUNDS_MAX, `the beta fraction does not converge at ${x}, ${a}, ${b}`);
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    factor = d * c;
    fraction *= factor;
  }
  return fraction;
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
