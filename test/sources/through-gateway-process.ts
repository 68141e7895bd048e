import assert from "node:assert/strict";
import { join } from "node:path";
import { freePort } from "../interop/server.ts";
import { sending } from "../server/gated-server.ts";
import { startGateway } from "../server/running-gateway.ts";
import { assertCounted } from "./assert-counted.ts";
import { assertThrottled } from "./assert-throttled.ts";
import { type FirstApi, withFirstApi } from "./first-api-server.ts";
import { type KnownRun, sendKnown } from "./known-traffic.ts";

/** Known requests through a gateway process of its own; it fails unless each is counted once as its client saw it. */
export async function throughGatewayProcess(run: KnownRun): Promise<void> {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}/shop`;
  const reach = ({ upstream }: FirstApi) => [`at: ${base}`, `upstream: ${upstream}`];
  await withFirstApi({ reach }, async ({ server, directory }) => {
    const asked = { name: "gateway", scopes: ["gateway"] };
    const { token } = await sending(server)<{ token: string }>("POST", "/tokens", asked);
    const gateway = await startGateway({ server, token, spool: join(directory, "spool"), port });
    const truth = await sendKnown({ base, ...run });
    assertThrottled(truth);
    await assertCounted(server, "orders", truth);
    assert.equal(await gateway.end("SIGTERM"), 0, gateway.output());
  });
}
