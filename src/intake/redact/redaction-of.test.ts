import assert from "node:assert/strict";
import { test } from "node:test";
import { openTestIntake, post, recordLine } from "../receive/receiver.testing.ts";
import { redactIp } from "../model/redact-ip.ts";
import { redactPath } from "../model/redact-path.ts";
import { redactionOf, redactionSchema } from "./redaction-of.ts";

const SECRET = "a secret of the server";

test("an address is cut to its network; what is no address is not kept", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["192.0.2.17", "192.0.2.0"],
    ["::ffff:192.0.2.17", "192.0.2.0"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1::"],
    ["2001:DB8:1:2::7", "2001:db8:1::"],
    ["2001:db8::7", "2001:db8::"],
    ["fe80::1%eth0", "fe80::"],
    ["::1", "::"],
    ["::", "::"],
    ["192.0.2.300", ""],
    ["1:2:3", ""],
    ["1::2::3", ""],
    ["ada@example.com", ""],
    ["192.0.2.17, 198.51.100.2", ""],
    ["", ""],
  ];
  for (const [address, network] of cases) assert.equal(redactIp(address), network, address);
});

test("a path loses ids, addresses, names and tokens, and keeps its words", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["/v1/orders/4711/items", "/v1/orders/{id}/items"],
    ["/users/ada@example.com/orders", "/users/{redacted}/orders"],
    ["/users/ada%40example.com", "/users/{redacted}"],
    ["/reports/q3.pdf", "/reports/q3.pdf"],
    ["/people/Zoë", "/people/{redacted}"],
    ["/t/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc", "/t/{redacted}"],
    ["/phone/+4915112345678", "/phone/{redacted}"],
    ["/sessions/5f0c2b1e-6f1d-4c9a-8f53-1c2d3e4f5a6b/", "/sessions/{id}/"],
    ["/", "/"],
  ];
  for (const [path, redacted] of cases) assert.equal(redactPath(path), redacted, path);
});

test("unless it is said otherwise neither addresses nor user agents are kept", () => {
  const redaction = redactionOf(redactionSchema.parse({}), SECRET);
  assert.deepEqual(redaction, { kept: ["traceId", "requestId", "path"], changes: {}, client: null });
});

test("a setting that does not exist is refused by its name", () => {
  for (const [settings, message] of [
    [{ ip: "hash" }, /"drop"\|"truncate"\|"keep"/],
    [{ ips: "drop" }, /"ips"/],
  ] as const) {
    const { success, error } = redactionSchema.safeParse(settings);
    assert.equal(success, false);
    assert.match((error?.message ?? "").replaceAll("\\", ""), message);
  }
});

test("what must not be kept reaches neither a column nor a dictionary, by either path of a line", async () => {
  const settings = redactionSchema.parse({ ip: "truncate", userAgent: "drop", path: "redact", clients: "hash" });
  await using intake = await openTestIntake({ redaction: redactionOf(settings, SECRET) });
  const fields = {
    operation: "GET /u",
    client: "Ada Ltd",
    ip: "192.0.2.17",
    userAgent: "curl/8",
    path: "/u/ada@x.org?t=1",
  };
  const ordinary = recordLine(fields);
  // An escape leaves the line to the slow path.
  await post(intake, ordinary + ordinary.replace("curl", String.raw`\u0063url`));
  const [first, second] = intake.appended[0]?.texts ?? [];
  assert.deepEqual(first, ["", "", "/u/{redacted}", "192.0.2.0", null]);
  assert.deepEqual(second, first);
  const [hashed = "", ...others] = intake.dictionaries.clients.names;
  assert.deepEqual(others, []);
  assert.match(hashed, /^hash:[0-9a-f]{16}$/);
});

test("another secret gives a client another name", () => {
  const settings = redactionSchema.parse({ clients: "hash" });
  const names = [SECRET, SECRET, "another"].map((secret) => redactionOf(settings, secret).client?.("acme"));
  assert.equal(names[0], names[1]);
  assert.notEqual(names[0], names[2]);
});
