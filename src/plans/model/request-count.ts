import { Refusal } from "#kernel";

const FACTORS: Readonly<Record<string, number>> = { "": 1, k: 1_000, M: 1_000_000, G: 1_000_000_000 };
const COUNT = /^(\d{1,15})(?:\.(\d{1,9}))?([kMG]?)$/;
const MILLION = 1_000_000;

/** More are promised to nobody; it keeps all sums exact. */
const REQUESTS_MAX = 1_000_000_000_000;

/** "10000", "10k", "1.5M" → requests, from 1 to a thousand G. Refuses what is no whole number of them. */
export function parseRequestCount(text: string): number {
  const [, whole = "", fraction = "", unit = ""] = COUNT.exec(text) ?? [];
  const factor = FACTORS[unit] ?? 1;
  const scale = 10 ** fraction.length;
  const requests = (Number(whole + fraction) * factor) / scale;
  if (whole === "" || !Number.isInteger(requests) || requests < 1 || requests > REQUESTS_MAX) {
    throw new Refusal(
      "invalid",
      "plan.malformed",
      `"${text}" is not a number of requests such as 10000, 50k or 5M (1 to 1000G).`,
    );
  }
  return requests;
}

/** 10000 → "10000", 1500000 → "1.5M": what a million divides with one decimal at most is written in millions. */
export function requestCountText(requests: number): string {
  return requests >= MILLION && requests % (MILLION / 10) === 0 ? `${requests / MILLION}M` : String(requests);
}
