import { DAY_MS, type Interval } from "#kernel";
import type { Reader, Tx } from "#storage";
import { findLoss, forgetLosses, lossesOf, storeLoss } from "../store/losses.ts";

/** Requests that passed a gateway, and of which no record will ever come; half-open, epoch ms. */
export interface ApiLoss extends Interval {
  /** Told again, it is the same one, perhaps grown. */
  readonly id: string;
  readonly api: string;
  /** Name of the gateway; null: that of the server. */
  readonly gateway: string | null;
  readonly requests: number;
}

/** No window reaches back further than a year. */
const KEPT_MS = 400 * DAY_MS;
/** Read at a start, the latest. */
const LOSSES_MAX = 100_000;

/** Writes down what gateways lost of APIs that there are: each loss once, however often it is told, and as large as it was ever told. */
export async function noteLosses(tx: Tx, losses: readonly ApiLoss[], now: number): Promise<void> {
  await forgetLosses(tx, now - KEPT_MS);
  for (const { id, api, gateway, from, to, requests } of losses) {
    const before = await findLoss(tx, id);
    if (before !== undefined && before.api !== api) continue;
    await storeLoss(tx, {
      id,
      api,
      gateway,
      starts_at: Math.min(from, before?.starts_at ?? from),
      ends_at: Math.max(to, before?.ends_at ?? to),
      requests: Math.max(requests, before?.requests ?? 0),
      told_at: now,
    });
  }
}

/** What gateways lost, the latest first, of one API or of all; with the instant at which it was last told. */
export async function notedLosses(
  read: Reader,
  { api, limit = LOSSES_MAX }: { readonly api?: string | undefined; readonly limit?: number } = {},
): Promise<(ApiLoss & { readonly toldAt: number })[]> {
  const rows = await lossesOf(read, { api, limit });
  return rows.map(({ id, gateway, requests, ...row }) => {
    return { id, api: row.api, gateway, from: row.starts_at, to: row.ends_at, requests, toldAt: row.told_at };
  });
}
