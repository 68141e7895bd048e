import type { StoryOperation } from "./story.ts";

/** Those of examples/openapi/orders.openapi.yaml. */
export const ORDERS_OPERATIONS: readonly StoryOperation[] = [
  { method: "GET", path: "/orders/{orderId}", share: 34, medianMs: 18, sigma: 0.5, medianBytes: 1_400 },
  { method: "GET", path: "/orders", share: 22, medianMs: 45, sigma: 0.6, medianBytes: 9_000 },
  { method: "POST", path: "/orders", share: 14, medianMs: 85, sigma: 0.5, medianBytes: 900 },
  { method: "GET", path: "/orders/{orderId}/items", share: 12, medianMs: 25, sigma: 0.5, medianBytes: 3_200 },
  { method: "GET", path: "/products", share: 10, medianMs: 30, sigma: 0.7, medianBytes: 22_000 },
  { method: "PATCH", path: "/orders/{orderId}", share: 4, medianMs: 60, sigma: 0.5, medianBytes: 1_400 },
  { method: "GET", path: "/orders/{orderId}/invoice.pdf", share: 3, medianMs: 140, sigma: 0.6, medianBytes: 85_000 },
  { method: "DELETE", path: "/orders/{orderId}", share: 1, medianMs: 40, sigma: 0.5, medianBytes: 0 },
];
