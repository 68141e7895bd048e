/** Signals in the OpenAPI document: each source has a format of its own, so no route describes their bodies. */
export const SIGNALS_OPERATION = {
  operationId: "signal.take",
  "x-permission": "signal:write",
  security: [{ token: [] }],
  parameters: [
    { name: "source", in: "path", required: true, description: "The name of the source.", schema: { type: "string" } },
  ],
  requestBody: {
    required: true,
    description: "What the source sends, in its own format (docs/manual/signals.md).",
    content: { "application/json": { schema: {} } },
  },
  responses: {
    200: {
      description: "Taken, and durable: how many of the signals opened, merged and ended alerts",
      content: { "application/json": { schema: { type: "object" } } },
    },
    202: {
      description: "Taken, and durable; as senders of PagerDuty events expect it",
      content: { "application/json": { schema: { type: "object" } } },
    },
  },
};
