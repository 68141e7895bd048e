import { DAY_MS } from "#kernel";
import type { Story, StoryOperation } from "./model/story.ts";
import { zipfClients } from "./model/zipf-clients.ts";

const FROM = Date.UTC(2026, 2, 2);
const NOUNS = [
  "orders",
  "carts",
  "products",
  "prices",
  "invoices",
  "refunds",
  "parcels",
  "returns",
  "stores",
  "offers",
];

/** A day of exactly `requests` requests of 5,000 clients for 200 operations, day and night; for benches. */
export function bulk(requests: number, seed: number): Story {
  return {
    seed,
    from: FROM,
    to: FROM + DAY_MS,
    api: "bulk",
    host: "api.bulk.example",
    ratePerHour: Array.from({ length: 24 }, (_, hour) => 2 - Math.cos((hour * Math.PI) / 12)),
    requests,
    clients: zipfClients({ count: 5_000, exponent: 0.8, prefix: "client", seed }),
    operations: NOUNS.flatMap(operationsOf),
    errorShare: 0.000_5,
    clientFaultShare: 0.02,
    outages: [],
  };
}

/** Twenty operations for each noun. */
function operationsOf(noun: string, index: number): StoryOperation[] {
  const operations = ["items", "notes", "events", "labels"].flatMap((part): StoryOperation[] => [
    { method: "GET", path: `/v1/${noun}/{id}/${part}`, share: 3, medianMs: 25, sigma: 0.6, medianBytes: 2_500 },
    { method: "POST", path: `/v1/${noun}/{id}/${part}`, share: 1, medianMs: 70, sigma: 0.6, medianBytes: 600 },
    {
      method: "GET",
      path: `/v1/${noun}/{id}/${part}/{partUuid}`,
      share: 2,
      medianMs: 12,
      sigma: 0.5,
      medianBytes: 800,
    },
    {
      method: "DELETE",
      path: `/v1/${noun}/{id}/${part}/{partUuid}`,
      share: 0.5,
      medianMs: 30,
      sigma: 0.5,
      medianBytes: 0,
    },
  ]);
  return [
    ...operations,
    { method: "GET", path: `/v1/${noun}/{id}`, share: 20 / (index + 1), medianMs: 10, sigma: 0.5, medianBytes: 1_200 },
    { method: "GET", path: `/v1/${noun}`, share: 12 / (index + 1), medianMs: 40, sigma: 0.7, medianBytes: 9_000 },
    { method: "POST", path: `/v1/${noun}`, share: 4 / (index + 1), medianMs: 90, sigma: 0.6, medianBytes: 900 },
    { method: "PATCH", path: `/v1/${noun}/{id}`, share: 2 / (index + 1), medianMs: 55, sigma: 0.6, medianBytes: 1_200 },
  ];
}
