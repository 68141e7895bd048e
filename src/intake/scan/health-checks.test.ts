import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { HEALTH_CHECK_USER_AGENTS, isHealthCheck } from "../model/user-agent.ts";
import { HealthChecks } from "./health-checks.ts";
import { LineBytes } from "./line-bytes.ts";

test("each prefix begins with a letter of its own, by which it is found", () => {
  assert.equal(new Set(HEALTH_CHECK_USER_AGENTS.map(([first]) => first)).size, HEALTH_CHECK_USER_AGENTS.length);
});

test("bytes are known as a health check's user agent where the text is", () => {
  const checks = new HealthChecks();
  const cut = fc
    .tuple(fc.constantFrom(...HEALTH_CHECK_USER_AGENTS), fc.nat({ max: 20 }), fc.constantFrom("", "1.31", "x/2"))
    .map(([prefix, length, rest]) => `${prefix.slice(0, length)}${rest}`);
  fc.assert(
    fc.property(fc.oneof(cut, fc.string({ maxLength: 20 })), (agent) => {
      fc.pre(agent !== "");
      const line = new LineBytes();
      const bytes = new TextEncoder().encode(agent);
      line.take(Buffer.concat([Buffer.from("-"), bytes, Buffer.from("/".repeat(16))]), 1, 1 + bytes.length);
      assert.equal(checks.isOneAt(line, line.start, line.end), Number(isHealthCheck(agent)));
    }),
  );
});
