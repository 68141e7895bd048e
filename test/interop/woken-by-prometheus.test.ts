import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { SECOND_MS } from "#kernel";
import { openSmtpServer } from "../../src/mail/server.testing.ts";
import { openBrowser } from "../e2e/open-browser.ts";
import { inTemporaryDirectory, startServer } from "../server/running-server.ts";
import { acknowledgeLink, lettersTo, openPages, putOnCall, send, welcome } from "../server/woken-people.ts";
import { startAlertmanager } from "./alertmanager-server.ts";
import { openGauge, RULE, startPrometheus, tellingPlimsoll } from "./gauge-alert.ts";
import { freePort, until } from "./server.ts";

const SEEN_MS = 40 * SECOND_MS;
const ANA = "ana@example.com";

test("a rule of a real Prometheus, told by it and by a real Alertmanager, is one page by mail, acknowledged by its link in Chromium, and its end is told", async () => {
  await inTemporaryDirectory(async (root) => {
    await using smtp = await openSmtpServer();
    const settings = join(root, "settings.yaml");
    writeFileSync(settings, `mail: { smtp: "smtp://127.0.0.1:${smtp.port}", from: p@example.com, tls: optional }\n`);
    const server = await startServer(join(root, "data"), ["--config", settings]);
    const letter = async (to: string, about: string): Promise<string> => {
      await until(async () => await Promise.resolve(lettersTo(smtp.arrived, to, about).length > 0), about, SEEN_MS);
      return lettersTo(smtp.arrived, to, about)[0] ?? "";
    };
    await send(server, "PUT /api/v1/apis/orders", {});
    await welcome(server, ["ana", "ben"], { invite: true, letter });
    await putOnCall(server, ["ana", "ben"], "2s");
    const made = await send(server, "POST /api/v1/tokens", { name: "signals", scopes: ["signals:write"] });
    const { token } = made as { token: string };

    const gauge = await openGauge();
    const ports = { prometheus: await freePort(), alertmanager: await freePort() };
    const alertmanager = await startAlertmanager(root, ports.alertmanager, tellingPlimsoll({ url: server.url, token }));
    const prometheus = await startPrometheus(root, ports.prometheus, {
      scraped: gauge.address,
      alertmanagers: [
        { static_configs: [{ targets: [new URL(server.url).host] }], authorization: { credentials: token } },
        { static_configs: [{ targets: [`127.0.0.1:${ports.alertmanager}`] }] },
      ],
    });
    const browser = await openBrowser();
    try {
      gauge.set(1);
      const paged = await letter(ANA, RULE);
      const page = await browser.newPage();
      await page.goto(acknowledgeLink(paged, server).href);
      await page.getByRole("button", { name: "Acknowledge as Ana" }).click();
      await page.getByText("ana has it until").waitFor();
      assert.deepEqual(await openPages(server), [{ state: "acknowledged", acknowledgedBy: ["ana"] }]);
      gauge.set(0);
      await letter(ANA, "All alerts of this group ended.");
      assert.deepEqual(await openPages(server), []);
      const pages = lettersTo(smtp.arrived, ANA, "/act/");
      assert.equal(pages.length, 1, "two sources of one outage are one page");
      assert.equal(lettersTo(smtp.arrived, "ben@example.com", RULE).length, 0, "nobody else was woken");
    } finally {
      await browser.close();
      await prometheus.stop();
      await alertmanager.stop();
      await gauge.close();
      await server.stop();
    }
  });
});
