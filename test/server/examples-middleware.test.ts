import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { assertCounted } from "../sources/assert-counted.ts";
import { count, type Tally } from "../sources/known-traffic.ts";
import { sharedServer } from "./shared-server.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/middleware/told-orders.ts", import.meta.url));
const PLIMSOLL = fileURLToPath(new URL("../../bin/plimsoll", import.meta.url));
const PLANS = ["first-api", "middleware"].map((name) =>
  fileURLToPath(new URL(`../../examples/${name}`, import.meta.url)),
);

const server = sharedServer([], async ({ url, adminToken }) => {
  const env = { ...process.env, PLIMSOLL_SERVER: url, PLIMSOLL_TOKEN: adminToken };
  for (const plan of PLANS) {
    const apply = spawn(process.execPath, [PLIMSOLL, "apply", "-f", plan], {
      env,
      stdio: ["ignore", "ignore", "inherit"],
    });
    assert.deepEqual(await once(apply, "exit"), [0, null]);
  }
});

test("the example's requests are counted for the clients whose keys they had", async () => {
  const { url, intakeToken } = server();
  const child = spawn(process.execPath, [EXAMPLE], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, PORT: "0", PLIMSOLL_SERVER: url, PLIMSOLL_INTAKE_TOKEN: intakeToken },
  });
  const exited = once(child, "exit");
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const api = /http:\S+\d/.exec(line)?.[0] ?? "";
  const truth: Tally = new Map();
  for (const client of ["quay-app", "linden-erp", "quay-app"]) {
    const answer = await fetch(`${api}/orders/17`, { headers: { "x-api-key": `example-${client}` } });
    assert.deepEqual(await answer.json(), { order: 17 });
    count(truth, [client, "GET /orders/{id}", 200]);
  }
  child.kill("SIGTERM");
  assert.deepEqual(await exited, [0, null]);
  await assertCounted(server(), "told-orders", truth);
});
