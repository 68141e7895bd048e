import { test } from "node:test";
import { NGINX } from "./auth-proxies.ts";
import { walkBehindAuth } from "./behind-auth.ts";

test("nginx with the generated configuration lets through who may pass, answers as we do, and logs each request with its client", async () => {
  await walkBehindAuth(NGINX);
});
