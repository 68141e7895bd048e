import assert from "node:assert/strict";
import { test } from "node:test";
import { usageCsv, usageEvents } from "./usage-lines.ts";

const LINE = {
  id: "use_1",
  api: "orders",
  client: "-acme",
  organisation: "acme",
  plan: '=cmd|"x"!A0',
  from: 1_800_000_000_000,
  to: 1_800_086_400_000,
  requests: 42,
};

test("no cell of an export begins as a formula, and quotes are kept", () => {
  const [, line] = usageCsv([LINE]).split("\r\n");
  assert.equal(line, `use_1,orders,'-acme,acme,"'=cmd|""x""!A0",2027-01-15T08:00:00Z,2027-01-16T08:00:00Z,42`);
});

test("each receiver gets the id by which it knows a repeat, and the number in its form", () => {
  const one = (format: "openmeter" | "lago" | "stripe"): Record<string, unknown> =>
    JSON.parse(usageEvents([LINE], format)) as Record<string, unknown>;
  assert.deepEqual(
    [one("openmeter")["specversion"], one("openmeter")["id"], one("openmeter")["subject"]],
    ["1.0", "use_1", "-acme"],
  );
  const { event } = one("lago") as { event: Record<string, unknown> };
  assert.deepEqual([event["transaction_id"], event["timestamp"]], ["use_1", 1_800_000_000]);
  const stripe = one("stripe");
  assert.deepEqual([stripe["identifier"], stripe["payload"]], ["use_1", { stripe_customer_id: "-acme", value: "42" }]);
});
