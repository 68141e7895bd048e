import { join } from "node:path";
import { type AuthProxy, configureAuthProxy } from "../interop/auth-proxy.ts";
import { freePort, startServer } from "../interop/server.ts";
import { assertCounted } from "./assert-counted.ts";
import { assertThrottled } from "./assert-throttled.ts";
import { type FirstApi, withFirstApi } from "./first-api-server.ts";
import { type KnownRun, sendKnown } from "./known-traffic.ts";

/**
 * Known requests through a real proxy that asks the server about each, while the server follows the proxy's log; it fails
 * unless each is counted once as its client saw it.
 */
export async function throughProxy(proxy: AuthProxy, run: KnownRun): Promise<void> {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}/shop`;
  const reach = ({ directory, upstream }: FirstApi) => [
    `at: ${base}`,
    `upstream: ${upstream}`,
    "records: log",
    `logs: [{ path: ${join(directory, "logs", proxy.log.file("orders"))}, ${readAs(proxy)} }]`,
  ];
  await withFirstApi({ reach }, async ({ server, directory }) => {
    await configureAuthProxy(proxy, { directory, port, plimsoll: server });
    const running = await startServer({ ...proxy.prepare(directory), port });
    try {
      const truth = await sendKnown({ base, ...run });
      assertThrottled(truth);
      await assertCounted(server, "orders", truth);
    } finally {
      await running.stop();
    }
  });
}

/** As docs/manual/forward-auth.md says it of each. */
function readAs({ log }: AuthProxy): string {
  const client = log.by.by === "field" ? `field:${log.by.name}` : log.by.by;
  return `format: ${log.format}, client: "${client}"`;
}
