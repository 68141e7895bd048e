import { test } from "node:test";
import { HAPROXY } from "../interop/auth-proxies.ts";
import { throughProxy } from "./through-proxy.ts";

test("of 5,000 requests through HAProxy, which asks us and whose log is followed, each is counted once, for its client, operation and status", async () => {
  await throughProxy(HAPROXY, { requests: 5_000, seed: 5 });
});
