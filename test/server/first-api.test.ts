import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { instantText, MINUTE_MS, wallClockMs } from "#kernel";
import { liveStoryOf } from "#stories";
import { registerStory } from "../../tools/seed/register-story.ts";
import { read } from "./live-report.ts";
import { sharedServer } from "./shared-server.ts";
import { freePort } from "../interop/server.ts";
import { gatewayUrl } from "../sources/first-api-server.ts";

const DRIVE = fileURLToPath(new URL("../../tools/drive.ts", import.meta.url));
const REQUESTS = 300;

interface Subscription {
  readonly client: string;
  readonly plan: string;
  readonly wanted: { readonly plan: string } | null;
}

const [api] = liveStoryOf("first-api", { now: 0 }).apis;
const server = sharedServer([], async ({ url, adminToken: token }) => {
  await registerStory("first-api", { url, token, signal: new AbortController().signal });
});

test("the story's text registers the clients of its traffic, on their plans, and promises the same", async () => {
  const { items } = await read<{ items: readonly Subscription[] }>(server(), "/api/v1/subscriptions");
  const plans = new Map(items.map(({ client, plan }) => [client, plan]));
  assert.deepEqual(
    plans,
    new Map(api?.clients.map(({ name, plan }) => [name, plan]).toReversed() as [string, string][]),
  );
  for (const { name, organisation } of api?.clients ?? []) {
    const client = await read<{ organisation: string }>(server(), `/api/v1/clients/${name}`);
    const { title } = await read<{ title: string }>(server(), `/api/v1/organisations/${client.organisation}`);
    assert.equal(title, organisation);
  }
  const file = await server().call("/api/v1/apis/orders/objectives-file");
  assert.equal(await file.text(), api?.objectivesFile);
});

test("something waits for a decision, and nothing is closed to the console", async () => {
  const { items } = await read<{ items: readonly Subscription[] }>(server(), "/api/v1/subscriptions");
  const waiting = items.filter(({ wanted }) => wanted !== null).map(({ client }) => client);
  assert.deepEqual(waiting, ["quay-app"]);
  const owned = await read<{ items: readonly unknown[] }>(server(), "/api/v1/configuration");
  assert.deepEqual(owned.items, []);
});

test("the sample API serves its clients by their keys, and Plimsoll counts for each what it saw", async () => {
  const port = await freePort();
  const moved = await server().call("/api/v1/apis/orders", {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ upstream: `http://127.0.0.1:${port}` }),
  });
  assert.equal(moved.status, 200, await moved.text());
  const from = instantText(wallClockMs() - MINUTE_MS);
  const { code, output } = await drive([
    "--requests",
    String(REQUESTS),
    "--rate",
    "300",
    "--fail",
    "0.1",
    "--port",
    String(port),
    "--gateway",
    `${gatewayUrl(server())}/shop`,
  ]);
  assert.equal(code, 0, output);
  assert.match(output, new RegExp(`^Plimsoll has counted ${REQUESTS} of them\\.$`, "m"));
  const seen = [...output.matchAll(/^(\S+) +(\d+) requests, (\d+) failed$/gm)].map(([, ...told]) => told.join(" "));
  const to = instantText(wallClockMs() + MINUTE_MS);
  const { groups } = await read<{ groups: readonly { key: string; requests: number; bad: number }[] }>(
    server(),
    `/api/v1/apis/orders/kpis?from=${from}&to=${to}&groupBy=client`,
  );
  const operations = await read<{ groups: readonly { key: string }[] }>(
    server(),
    `/api/v1/apis/orders/kpis?from=${from}&to=${to}&groupBy=operation`,
  );
  const named = new Set(api?.operations.map(({ method, path }) => `${method} ${path}`));
  assert.deepEqual(
    operations.groups.filter(({ key }) => !named.has(key)),
    [],
    "each is an operation of the document",
  );
  const counted = groups.map(({ key, requests, bad }) => `${key} ${requests} ${bad}`);
  assert.deepEqual(counted.toSorted(), seen.toSorted());
  assert.ok(
    seen.some((line) => !line.endsWith(" 0")),
    "some failed",
  );
});

async function drive(args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const { url, adminToken } = server();
  const child = spawn(process.execPath, [DRIVE, ...args], {
    env: { ...process.env, PLIMSOLL_SERVER: url, PLIMSOLL_TOKEN: adminToken },
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output };
}
