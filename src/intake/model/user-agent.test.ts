import assert from "node:assert/strict";
import { test } from "node:test";
import { HEALTH_CHECK_USER_AGENTS, isHealthCheck } from "./user-agent.ts";

test("only a user agent that starts as a load balancer's does is a health check", () => {
  for (const prefix of HEALTH_CHECK_USER_AGENTS) {
    assert.equal(isHealthCheck(`${prefix}1.0`), true);
    assert.equal(isHealthCheck(prefix), true);
    assert.equal(isHealthCheck(` ${prefix}1.0`), false);
    assert.equal(isHealthCheck(prefix.slice(0, -1)), false);
  }
  assert.equal(isHealthCheck(""), false);
});
