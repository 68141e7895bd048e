import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Plimsoll } from "../../packages/middleware/src/index.ts";
import { assertCounted } from "./assert-counted.ts";
import { withFirstApi } from "./first-api-server.ts";
import { type KnownRun, sendKnown } from "./known-traffic.ts";

/** Known requests to the sample API behind the middleware, which sends hashes of keys; it fails unless each is counted once as its client saw it. */
export async function throughMiddleware(run: KnownRun): Promise<void> {
  await withFirstApi({ reach: () => ["records: middleware"] }, async ({ server, api }) => {
    const { url, intakeToken: token } = server;
    const plimsoll = new Plimsoll({ url, token, api: "orders", keyHeader: "x-api-key" });
    const host = createServer(
      plimsoll.node((request, response) => {
        api.emit("request", request, response);
      }),
    ).listen(0, "127.0.0.1");
    await once(host, "listening");
    try {
      const base = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
      const truth = await sendKnown({ base, ...run });
      await plimsoll.close();
      const { requests } = run;
      assert.deepEqual(plimsoll.counts(), { seen: requests, waiting: 0, kept: requests, dropped: 0, faults: 0 });
      await assertCounted(server, "orders", truth);
    } finally {
      host.closeAllConnections();
      host.close();
    }
  });
}
