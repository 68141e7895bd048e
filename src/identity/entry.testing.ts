import { openProvider } from "./provider.testing.ts";
import { openTestServer } from "./server.testing.ts";
import { invited } from "./visitor.testing.ts";

const BACK = "http://localhost:4747/signin/oidc";
/** An operator whom the administrator invited. */
export const BOB = { mail: "bob@example.com", name: "Bob", roles: ["operator"], password: "bobs long password" };

type Server = Awaited<ReturnType<typeof openTestServer>>;
type Provider = Awaited<ReturnType<typeof openProvider>>;

/** A server with Bob, and a provider that has verified Bob's address. */
export async function opened(options: { inIdToken?: boolean; smtpPort?: number } = {}) {
  const provider = await openProvider(BACK, options);
  const server = await openTestServer({ oidc: provider.settings, ...options });
  await server.setUp();
  const bob = await invited(server, BOB).catch(() => undefined);
  provider.accounts["b-1"] = { email: "Bob@example.com", email_verified: true };
  return {
    provider,
    server,
    bob,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await provider[Symbol.asyncDispose]();
    },
  };
}

/** As a page begins: where to go, and what the browser keeps. */
export async function begin(server: Server, body: object = {}) {
  const answer = await server.ask({ method: "POST", url: "/oidc/begin", body });
  return { answer, url: String(answer.body["url"]), cookie: keptBy(answer) };
}

/** The cookie of a sign-in under way that an answer sets. */
export function keptBy({ headers }: { headers: Readonly<Record<string, unknown>> }): string {
  const all = [headers["set-cookie"]].flat().map(String);
  return all.find((each) => each.startsWith("plimsoll-signin="))?.split(";")[0] ?? "";
}

/** As the page does to which the provider sends back. */
export const finish = (server: Server, query: string, cookie: string) =>
  server.ask({ method: "POST", url: "/oidc/finish", body: { query }, cookie });

/** All the way, as somebody of the provider. */
export async function enter(
  server: Server,
  provider: Provider,
  { as, ...asked }: { as: string; invitation?: string; next?: string },
) {
  const { url, cookie } = await begin(server, asked);
  return finish(server, await provider.signIn(url, as), cookie);
}

/** Who is signed in by an answer. */
export function nameOf({ body }: { body: Readonly<Record<string, unknown>> }): unknown {
  return (body["session"] as { person?: { name?: string } } | null)?.person?.name;
}

/** The cookie of the session that an answer begins, and what changes in it show. */
export function sessionOf(answer: {
  headers: Readonly<Record<string, unknown>>;
  body: Readonly<Record<string, unknown>>;
}) {
  const cookies = [answer.headers["set-cookie"]].flat().map(String);
  const cookie = cookies.find((each) => each.startsWith("plimsoll="))?.split(";")[0] ?? "";
  const { csrf = "" } = (answer.body["session"] ?? {}) as { csrf?: string };
  return { cookie, headers: { "x-csrf-token": csrf } };
}
