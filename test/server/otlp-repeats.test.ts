import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { makeOrders } from "./batches.ts";
import { jsonOf } from "./recount.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";

test("a body of spans that is repeated across a crash counts once, though its spans have no ids", async () => {
  await inTemporaryDirectory(async (directory) => {
    const first = await startServer(join(directory, "data"));
    await makeOrders(first);
    const body = spans(7);
    assert.equal(await post(first, body), 200);
    await first.kill();
    const second = await startServer(join(directory, "data"));
    assert.equal(await post(second, body), 200);
    assert.equal(await post(second, spans(2)), 200);
    const { requests } = await jsonOf<{ requests: number }>(second, "/api/v1/apis/orders/kpis");
    assert.equal(requests, 9);
    assert.equal(await second.stop(), 0, second.output());
  });
});

function spans(count: number): string {
  const start = BigInt(Date.now() - 1_000) * 1_000_000n;
  const attributes = [
    { key: "http.request.method", value: { stringValue: "GET" } },
    { key: "url.path", value: { stringValue: "/orders/17" } },
    { key: "http.response.status_code", value: { intValue: "200" } },
  ];
  const span = { kind: 2, startTimeUnixNano: String(start), endTimeUnixNano: String(start + 5_000_000n), attributes };
  const resource = { attributes: [{ key: "service.name", value: { stringValue: "orders" } }] };
  const all = Array.from({ length: count }, () => span);
  return JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope: {}, spans: all }] }] });
}

async function post({ url, intakeToken }: RunningServer, body: string): Promise<number> {
  const headers = { authorization: `Bearer ${intakeToken}`, "content-type": "application/json" };
  const answer = await fetch(`${url}/intake/v1/otlp/v1/traces`, { method: "POST", headers, body });
  await answer.text();
  return answer.status;
}
