import { test } from "node:test";
import { NGINX } from "../interop/auth-proxies.ts";
import { throughProxy } from "./through-proxy.ts";

test("of 5,000 requests through nginx, which asks us and whose log is followed, each is counted once, for its client, operation and status", async () => {
  await throughProxy(NGINX, { requests: 5_000, seed: 3 });
});
