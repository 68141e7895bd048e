import { test } from "node:test";
import { CADDY } from "./auth-proxies.ts";
import { walkBehindAuth } from "./behind-auth.ts";

test("Caddy with the generated configuration lets through who may pass, answers as we do, and logs each request with its client", async () => {
  await walkBehindAuth(CADDY);
});
