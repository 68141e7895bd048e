import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { HOUR_MS, SECOND_MS } from "#kernel";
import { post } from "#messaging";
import { alertmanager } from "../../src/notification/channels/alertmanager.ts";
import { PAGE } from "../../src/notification/channels/channel.testing.ts";
import { startAlertmanager } from "./alertmanager-server.ts";
import { freePort, until } from "./server.ts";

const SEEN_MS = 10 * SECOND_MS;

interface Listed {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly status: { readonly state: string };
}

test("a page is an alert in a real Alertmanager until it ends, and a repeat or an update is the same alert", async () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-alertmanager-out-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const running = await startAlertmanager(folder, port, {
    route: { receiver: "nobody" },
    receivers: [{ name: "nobody" }],
  });
  const listed = async (): Promise<Listed[]> => (await (await fetch(`${url}/api/v2/alerts`)).json()) as Listed[];
  const began = Date.now() - HOUR_MS;
  const labels = { api: "orders", "team/name": "core", empty: "", "4xx": "yes" };
  const send = async (change: Partial<typeof PAGE>, at: number): Promise<void> => {
    const out = { ...PAGE, ...change, message: { ...PAGE.message, labels, at } };
    const ports = {
      post,
      mail: () => Promise.reject(new Error("no mail")),
      now: () => Date.now(),
      house: { publicUrl: "https://plimsoll.example.com", settingOf: () => undefined },
    };
    const answer = await alertmanager.send(out, alertmanager.address.parse({ url }) as never, ports);
    assert.deepEqual(answer, { kind: "delivered", status: 200 });
  };
  try {
    await send({}, began);
    await send({ mayBeRepeat: true }, began);
    await send({ event: "update", urgency: "ticket" }, began + 60_000);
    await until(async () => (await listed()).length > 0, "the alert is listed", SEEN_MS);
    const alerts = await listed();
    assert.equal(alerts.length, 1);
    assert.deepEqual(alerts[0]?.labels, {
      alertname: "PlimsollPage",
      api: "orders",
      team_name: "core",
      _4xx: "yes",
      plimsoll_subject: PAGE.subject,
    });
    assert.match(alerts[0].annotations["summary"] ?? "", /orders\/availability fires/);
    assert.equal(alerts[0].status.state, "active");
    await send({ event: "ended" }, Date.now() - SECOND_MS);
    await until(async () => (await listed()).length === 0, "the alert is over", SEEN_MS);
  } finally {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
