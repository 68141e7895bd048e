import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { instantText, MINUTE_MS, wallClockMs } from "#kernel";
import { read } from "./live-report.ts";
import { sharedServer } from "./shared-server.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/otlp/traced-orders.ts", import.meta.url));
const PLIMSOLL = fileURLToPath(new URL("../../bin/plimsoll", import.meta.url));
const PLAN = fileURLToPath(new URL("../../examples/otlp", import.meta.url));

const server = sharedServer([], async ({ url, adminToken }) => {
  const env = { ...process.env, PLIMSOLL_SERVER: url, PLIMSOLL_TOKEN: adminToken };
  const apply = spawn(process.execPath, [PLIMSOLL, "apply", "-f", PLAN], { env, stdio: "inherit" });
  assert.deepEqual(await once(apply, "exit"), [0, null]);
});

test("the example's requests are counted for its clients, each once", async () => {
  const { url, intakeToken } = server();
  const child = spawn(process.execPath, [EXAMPLE], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...process.env,
      PORT: "0",
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${url}/intake/v1/otlp/v1/traces`,
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: `authorization=Bearer ${intakeToken}`,
    },
  });
  const exited = once(child, "exit");
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const api = /http:\S+\d/.exec(line)?.[0] ?? "";
  const asked = ["example-quay-app", "example-quay-app", "example-linden-erp", "of nobody"];
  for (const key of asked) await (await fetch(`${api}/orders/17`, { headers: { "x-api-key": key } })).text();
  child.kill("SIGTERM");
  assert.deepEqual(await exited, [0, null]);
  const span = { from: instantText(wallClockMs() - MINUTE_MS), to: instantText(wallClockMs() + MINUTE_MS) };
  const { groups } = await read<{ groups: readonly { key: string | null; requests: number }[] }>(
    server(),
    `/api/v1/apis/traced-orders/kpis?from=${span.from}&to=${span.to}&groupBy=client`,
  );
  const counts = groups.map(({ key, requests }) => `${requests} of ${key ?? "nobody"}`);
  assert.deepEqual(new Set(counts).size, 3, counts.join(", "));
  assert.ok(counts.includes("2 of quay-app") && counts.includes("1 of linden-erp"), counts.join(", "));
});
