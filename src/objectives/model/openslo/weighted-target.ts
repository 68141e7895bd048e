/** A part of a composite, as its target is computed from. */
export interface WeightedTarget {
  readonly targetPpm: number;
  readonly weight: number;
}

/** The mean of targets by their weights, in ppm, rounded down. Exact in the decimal digits of the weights; 0 of none. */
export function weightedTarget(members: readonly WeightedTarget[]): number {
  const weights = exact(members.map(({ weight }) => weight));
  const sum = weights.reduce((all, weight) => all + weight, 0n);
  const total = members.reduce((all, { targetPpm }, i) => all + BigInt(targetPpm) * (weights[i] ?? 0n), 0n);
  return sum === 0n ? 0 : Number(total / sum);
}

/** All numbers times one power of ten that makes them whole. */
function exact(numbers: readonly number[]): bigint[] {
  const parts = numbers.map((number) => {
    const [digits = "", exponent = "0"] = String(number).split("e");
    const [whole = "", fraction = ""] = digits.split(".");
    return { digits: `${whole}${fraction}`, places: fraction.length - Number(exponent) };
  });
  const places = Math.max(0, ...parts.map((part) => part.places));
  return parts.map((part) => BigInt(part.digits) * 10n ** BigInt(places - part.places));
}
