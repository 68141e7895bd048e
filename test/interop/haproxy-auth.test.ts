import { test } from "node:test";
import { HAPROXY } from "./auth-proxies.ts";
import { walkBehindAuth } from "./behind-auth.ts";

test("HAProxy with the generated configuration and its Lua lets through who may pass, answers as we do, and logs each request with its client", async () => {
  await walkBehindAuth(HAPROXY);
});
