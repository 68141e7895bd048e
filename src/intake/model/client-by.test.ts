import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal } from "#kernel";
import { clientByText, defaultClientBy, parseClientBy, refuseClientBy } from "./client-by.ts";
import { LOG_FORMATS } from "./formats.ts";

function refusal(run: () => unknown): Refusal {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

test("each way to name a client is read and printed the same", () => {
  for (const text of ["ip", "user", "key", "header:X-Client-Id", "field:request.tls.server_name", "field:client id"]) {
    assert.equal(clientByText(parseClientBy(text)), text);
  }
});

test("anything else is refused with an example", () => {
  for (const text of ["", "IP", "header", "header:", "header:a b", "field:", `field:${"x".repeat(201)}`, "host:x"]) {
    const refused = refusal(() => parseClientBy(text));
    assert.equal(refused.code, "client-by.malformed", text);
    assert.match(refused.detail, /use ip, user, key, header:NAME or field:NAME/);
  }
});

test("every format can tell its own default", () => {
  for (const format of LOG_FORMATS) assert.equal(refuseClientBy(format, defaultClientBy(format)), undefined, format);
  assert.deepEqual(defaultClientBy("ndjson"), { by: "field", name: "client" });
  assert.deepEqual(defaultClientBy("combined"), { by: "ip" });
});

test("what no line of a format can tell is refused, and the choices are named", () => {
  const refused = refusal(() => refuseClientBy("combined", parseClientBy("header:X-Client")));
  assert.equal(refused.code, "client-by.not-in-format");
  assert.equal(
    refused.detail,
    "The format combined does not hold what --client header:X-Client asks for. It can tell clients by ip, user.",
  );
  for (const [format, by] of [
    ["common", "key"],
    ["haproxy", "user"],
    ["alb", "user"],
    ["ndjson", "header:X"],
    ["envoy", "user"],
  ] as const) {
    assert.equal(refusal(() => refuseClientBy(format, parseClientBy(by))).params["format"], format);
  }
});
