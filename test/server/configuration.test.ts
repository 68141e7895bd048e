import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { folder, plimsoll } from "../e2e/run-plimsoll.ts";
import type { RunningServer } from "./running-server.ts";
import { sharedServer } from "./shared-server.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/plan", import.meta.url));

const file = join(folder, "plan.yaml");
cpSync(EXAMPLE, folder, { recursive: true });
/** Where the example's channel leads: an export names a variable in its place. */
process.env["CHANNEL_ORDERS_ROOM"] = "https://chat.example.com/hooks/orders";
const server = sharedServer([], () => Promise.resolve());

test("the verbs of a plan: shown, applied, the same again, printed back; each says by its exit code how it went", async () => {
  const shown = await verb(server(), ["diff", "-f", folder, "--fail-on", "difference"]);
  assert.deepEqual([shown.code, shown.errors], [1, ""], shown.output);
  assert.match(shown.output, /^\+ client acme-shop$/m);
  assert.match(shown.output, /^18 to create\.$/m);
  assert.doesNotMatch(shown.output, /[0-9a-f]{64}/, "no hash of a key is shown");
  const applied = await verb(server(), ["apply", "-f", file]);
  assert.deepEqual([applied.code, applied.output.split("\n").at(-2)], [0, "18 created."], applied.errors);
  const same = await verb(server(), ["diff", "-f", folder, "--fail-on", "difference"]);
  assert.deepEqual([same.code, same.output], [0, "18 as they are.\n"]);
  const exported = await verb(server(), ["export"]);
  writeFileSync(join(folder, "export.txt"), exported.output);
  const round = await verb(server(), ["diff", "-f", join(folder, "export.txt"), "--json"]);
  assert.deepEqual((JSON.parse(round.output) as { changes: unknown[] }).changes, []);
});

test("what an export writes into a folder is, applied to a server or compared with this one, what is there", async () => {
  const out = join(folder, "exported");
  const written = await verb(server(), ["export", "--plan", "main", "--out", out]);
  assert.equal(written.code, 0, written.errors);
  assert.match(written.output, /^2 files written: .*plan\.yaml, .*orders\.v1\.openapi\.yaml\n$/);
  const [before, after] = [join(EXAMPLE, "orders.openapi.yaml"), join(out, "orders.v1.openapi.yaml")];
  assert.equal(readFileSync(after, "utf8"), readFileSync(before, "utf8"));
  const same = await verb(server(), ["diff", "-f", out, "--fail-on", "difference"]);
  assert.deepEqual([same.code, same.output], [0, "18 as they are.\n"], same.errors);
  const again = await verb(server(), ["export", "--out", out]);
  assert.equal(again.code, 2);
  assert.match(again.errors, /plan\.yaml is there already, and nothing was written/);
});

test("a changed document is compared where it runs: what breaks clients is marked, and its faults have places", async () => {
  const out = join(folder, "exported");
  const document = join(out, "orders.v1.openapi.yaml");
  const text = readFileSync(document, "utf8");
  writeFileSync(document, text.replace("    post:\n", "    put:\n").replace("minimum: 1", "minimum: 2"));
  const shown = await verb(server(), ["diff", "-f", out]);
  assert.match(shown.output, /~ version orders\/v1\n {4}openapi: [0-9a-f]{8}… → [0-9a-f]{8}…\n/);
  assert.match(shown.output, /its document has 3 operations; against that until now: 1 new, 1 gone, 0 changed\.\n/);
  assert.match(shown.output, /\n {4}! breaks clients: POST \/orders is gone/);
  writeFileSync(document, text.replace("/orders/{id}:", "/orders/{:"));
  const refused = await verb(server(), ["apply", "-f", out]);
  assert.equal(refused.code, 2);
  assert.match(
    refused.errors,
    /version orders\/v1: \.\/orders\.v1\.openapi\.yaml, line 28, column 3: \/orders\/\{ has a brace/,
  );
  writeFileSync(document, text);
});

test("a revision that is no longer so is refused with 1, a fault with 2 and its place, a server that is away with 3", async () => {
  const seen = await verb(server(), ["diff", "-f", file, "--json"]);
  const { revision } = JSON.parse(seen.output) as { revision: string };
  await server().call("/api/v1/apis/other", {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  const stale = await verb(server(), ["apply", "-f", file, "--revision", revision]);
  assert.equal(stale.code, 1);
  assert.match(stale.errors, /Something was changed after the comparison was made/);
  const faulty = join(folder, "faulty.txt");
  writeFileSync(faulty, readFileSync(file, "utf8").replace("title: Orders\n", "titel: Orders\n"));
  const refused = await verb(server(), ["apply", "-f", faulty]);
  assert.equal(refused.code, 2);
  assert.match(refused.errors, /faulty\.txt, line 7, column 5: "titel" is not known here; did you mean "title"\?/);
  const away = await verb({ url: "http://127.0.0.1:1", adminToken: "none" }, ["diff", "-f", file]);
  assert.equal(away.code, 3);
});

test("what a text refers to is read where the verb runs; what cannot be read is told with the place that names it", async () => {
  const referring = join(folder, "referring.txt");
  writeFileSync(
    referring,
    "plan: other\nclients:\n  nova:\n    keys: [{sha256: {env: NOVA_SHA}}, {sha256: {file: ./gone}}]\n",
  );
  const missing = await verb(server(), ["apply", "-f", referring]);
  assert.equal(missing.code, 2);
  assert.match(missing.errors, /line 4, column 13: the variable NOVA_SHA is not set/);
  assert.match(missing.errors, /line 4, column 40: \.\/gone cannot be read \(ENOENT\)/);
  writeFileSync(join(folder, "gone"), "b".repeat(64));
  process.env["NOVA_SHA"] = "a".repeat(64);
  const read = await verb(server(), ["apply", "-f", referring]);
  assert.equal(read.code, 0, read.errors);
  const keys = await (await server().call("/api/v1/clients/nova/keys")).json();
  assert.equal((keys as { items: unknown[] }).items.length, 2);
});

test("plans of an SLA4OAI document are applied as they were converted; one that nobody could follow is refused with 1", async () => {
  const document = join(folder, "sla.json");
  const pricing = { cost: 9, currency: "EUR", billing: "monthly" };
  const rates = { "/**": { all: { requests: [{ max: 3, period: "secondly" }] } } };
  const sla = { sla: "1.0.0", context: { id: "a", type: "plans" }, metrics: { requests: {} } };
  writeFileSync(document, JSON.stringify({ ...sla, plans: { Team: { pricing, rates } } }));
  const converted = await plimsoll(["plans", "import", document]);
  assert.deepEqual([converted.code, converted.err], [0, ""]);
  writeFileSync(join(folder, "sla.txt"), `plan: sla\n${converted.out}`);
  assert.equal((await verb(server(), ["apply", "-f", join(folder, "sla.txt")])).code, 0);
  const plan = (await (await server().call("/api/v1/plans/team")).json()) as Record<string, unknown>;
  assert.deepEqual([plan["rateLimit"], plan["price"]], ["3/s", "9.00 EUR/month"]);
  const back = await plimsoll(["plans", "export", "-f", join(folder, "sla.txt"), "--id", "a"]);
  assert.deepEqual(
    [back.code, /cost: 9$/m.test(back.out), back.err],
    [0, true, "team: its title and description are not in it.\n"],
  );
  writeFileSync(document, JSON.stringify({ ...sla, metrics: {}, plans: { Team: { rates } } }));
  const refused = await plimsoll(["plans", "import", document]);
  assert.equal(refused.code, 1);
  assert.match(refused.err, /sla\.json, line 1, column \d+: the metric "requests" is not defined/);
});

test("the schema for editors is JSON Schema, and needs no server", async () => {
  const { code, out: output } = await plimsoll(["schema"]);
  assert.equal(code, 0);
  assert.equal((JSON.parse(output) as { $schema: string }).$schema, "https://json-schema.org/draft/2020-12/schema");
});

async function verb(
  { url, adminToken }: Pick<RunningServer, "url" | "adminToken">,
  args: readonly string[],
): Promise<{ code: number | null; output: string; errors: string }> {
  const { code, out, err } = await plimsoll([...args, "--server", url, "--token", adminToken]);
  return { code, output: out, errors: err };
}
