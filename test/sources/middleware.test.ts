import { test } from "node:test";
import { throughMiddleware } from "./through-middleware.ts";

test("of 5,000 requests to an API behind the middleware each is counted once, for its client, operation and status", async () => {
  await throughMiddleware({ requests: 5_000, seed: 7 });
});
