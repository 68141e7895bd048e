import assert from "node:assert/strict";
import type { RunningServer } from "./running-server.ts";

/** A client with a key, as it is set up at a server. */
export interface GatedClient {
  readonly key: string;
  readonly keyId: string;
  readonly subscription: string;
}

/** What a request for a decision was answered. */
export interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** Sends JSON to the public API; refused answers fail. */
export function sending({ call }: Pick<RunningServer, "call">) {
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const sent =
      body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    const answer = await call(`/api/v1${path}`, { method, ...sent });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  };
}

/** The API orders at `at`, and acme-shop with a key on a plan. */
export async function gate(
  server: RunningServer,
  { at, plan = {}, api = {} }: { readonly at: string; readonly plan?: object; readonly api?: object },
): Promise<GatedClient> {
  const send = sending(server);
  await send("PUT", "/apis/orders", { at, ...api });
  await send("PUT", "/organisations/acme", { title: "Acme" });
  await send("PUT", "/clients/acme-shop", { organisation: "acme" });
  await send("PUT", "/plans/gold", { access: "automatic", ...plan });
  const { id } = await send<{ id: string }>("POST", "/subscriptions", {
    client: "acme-shop",
    api: "orders",
    plan: "gold",
  });
  const made = await send<{ id: string; key: string }>("POST", "/clients/acme-shop/keys", {});
  const gated = { key: made.key, keyId: made.id, subscription: id };
  await until(async () => (await ask(server, at, { "x-api-key": gated.key })).status === 200);
  return gated;
}

/** Where a server's proxies ask. */
export function authUrl({ output }: Pick<RunningServer, "output">): string {
  const [, url = ""] = /Proxies ask who may pass at (http:\S+)\/auth/.exec(output()) ?? [];
  return url;
}

/** Asks as Traefik and Caddy do, about a GET of an address. */
export async function ask(
  server: Pick<RunningServer, "output">,
  address: string,
  headers: Readonly<Record<string, string>>,
): Promise<Told> {
  const { host, pathname, search } = new URL(address);
  const forwarded = { "x-forwarded-method": "GET", "x-forwarded-host": host, "x-forwarded-uri": pathname + search };
  const answer = await fetch(`${authUrl(server)}/auth`, { headers: { ...forwarded, ...headers } });
  return { status: answer.status, headers: answer.headers, body: await answer.text() };
}

/** Waits until something is so; it fails after five seconds. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 5_000;
  while (!(await isSo())) {
    assert.ok(performance.now() < end, "it did not come to be within five seconds");
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}
