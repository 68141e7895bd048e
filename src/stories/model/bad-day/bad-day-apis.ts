import { dayShape, WEEKDAY_FACTORS } from "../live-moment.ts";
import type { LiveApi } from "../live-story.ts";
import { ORDERS_OPERATIONS } from "../orders-operations.ts";
import type { StoryOperation } from "../story.ts";
import { CATALOGUE_CLIENTS, ORDERS_CLIENTS, PAYMENTS_CLIENTS } from "./bad-day-clients.ts";

/** An API on ordinary days: nothing is released, and nothing goes wrong. */
export type OrdinaryApi = Omit<LiveApi, "releases" | "bursts" | "outages">;

const ORDERS: readonly StoryOperation[] = [
  ...ORDERS_OPERATIONS,
  { method: "POST", path: "/orders/batch", share: 0.2, medianMs: 220, sigma: 0.2, medianBytes: 2_000 },
];

const PAYMENTS: readonly StoryOperation[] = [
  { method: "POST", path: "/payments", share: 45, medianMs: 180, sigma: 0.4, medianBytes: 700 },
  { method: "GET", path: "/payments/{paymentUuid}", share: 40, medianMs: 22, sigma: 0.5, medianBytes: 900 },
  { method: "POST", path: "/payments/{paymentUuid}/refunds", share: 5, medianMs: 160, sigma: 0.4, medianBytes: 500 },
  { method: "GET", path: "/methods", share: 10, medianMs: 12, sigma: 0.4, medianBytes: 1_800 },
];

const CATALOGUE: readonly StoryOperation[] = [
  { method: "GET", path: "/products", share: 45, medianMs: 35, sigma: 0.5, medianBytes: 24_000 },
  { method: "GET", path: "/products/{productId}", share: 38, medianMs: 9, sigma: 0.5, medianBytes: 3_000 },
  { method: "GET", path: "/products/{productId}/prices", share: 12, medianMs: 11, sigma: 0.5, medianBytes: 800 },
  { method: "GET", path: "/categories", share: 5, medianMs: 20, sigma: 0.5, medianBytes: 6_000 },
];

/** Orders, payments and the catalogue of a shop. */
export const ORDINARY_APIS: Readonly<Record<"orders" | "payments" | "catalogue", OrdinaryApi>> = {
  orders: {
    ...named("orders", "Orders"),
    ratePerHour: dayShape(2_400),
    clients: ORDERS_CLIENTS,
    operations: ORDERS,
    errorShare: 0.000_05,
    clientFaultShare: 0.015,
    objectivesFile: objectivesFile("orders", true, [
      "availability: 99.9%",
      "latency: 99% within 400ms",
      "checkout: { latency: 99.9% within 1s, operation: POST /orders }",
    ]),
  },
  payments: {
    ...named("payments", "Payments"),
    ratePerHour: dayShape(1_000),
    clients: PAYMENTS_CLIENTS,
    operations: PAYMENTS,
    errorShare: 0.000_03,
    clientFaultShare: 0.02,
    objectivesFile: objectivesFile("payments", true, ["availability: 99.95%", "latency: 99% within 900ms"]),
  },
  catalogue: {
    ...named("catalogue", "Catalogue"),
    ratePerHour: dayShape(1_000),
    clients: CATALOGUE_CLIENTS,
    operations: CATALOGUE,
    errorShare: 0.000_1,
    clientFaultShare: 0.01,
    objectivesFile: objectivesFile("catalogue", false, ["availability: 99.5%", "latency: 99% within 300ms"]),
  },
};

function named(api: string, title: string): Pick<OrdinaryApi, "api" | "title" | "host" | "url" | "weekdayFactors"> {
  const host = `api.shop.example`;
  return { api, title, host, url: `https://${host}/${api}`, weekdayFactors: WEEKDAY_FACTORS };
}

function objectivesFile(api: string, perClient: boolean, objectives: readonly string[]): string {
  const lines = objectives.map((objective) => `      ${objective}\n`).join("");
  return `zone: UTC\napis:\n  ${api}:\n    window: 30 days\n    perClient: ${perClient}\n    objectives:\n${lines}`;
}
