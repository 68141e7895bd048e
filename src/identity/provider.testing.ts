import { createServer } from "node:http";
import { generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { mock } from "node:test";
import type { Configuration, Provider } from "oidc-provider";

/** What the provider says of an account besides its name. */
interface Account {
  readonly email?: string;
  readonly email_verified?: boolean;
}

/** What the library says of every provider that is for tests. */
const FOR_TESTS = /^oidc-provider WARNING: (?:Unsupported runtime|a quick start development-only)/;
/** Of all that the provider gives out. */
const LASTS_SECONDS = 600;
const CLIENT = { id: "plimsoll", secret: "a secret of the provider's" };

/**
 * A real OpenID provider on loopback, with its page for signing in; a name of `accounts` signs in with any password.
 * `redirectUri`: where it may send people back to. `inIdToken`: the address stands in the ID token already.
 */
export async function openProvider(redirectUri: string, { inIdToken = false }: { inIdToken?: boolean } = {}) {
  const accounts: Record<string, Account> = {};
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const signing = newKey();
  let published: object = signing.publicKey;
  const provider = await quietProvider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirectUri] }],
    ttl: {
      AccessToken: LASTS_SECONDS,
      Grant: LASTS_SECONDS,
      IdToken: LASTS_SECONDS,
      Interaction: LASTS_SECONDS,
      Session: LASTS_SECONDS,
    },
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    conformIdTokenClaims: !inIdToken,
    cookies: { keys: [randomBytes(16).toString("hex")] },
    jwks: { keys: [signing.privateKey] },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...accounts[id] }) }),
    features: { devInteractions: { enabled: true } },
    // Nobody is asked whether Plimsoll may know the address.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId: CLIENT.id, accountId: oidc.session?.accountId ?? "" });
      grant.addOIDCScope("openid email");
      await grant.save();
      return grant;
    },
  });
  provider.use(async (context, next) => {
    await next();
    if (context.path === "/jwks") context.body = { keys: [published] };
  });
  const answer = provider.callback();
  server.on("request", (request, response) => void answer(request, response));
  return {
    issuer,
    accounts,
    settings: {
      issuer,
      clientId: CLIENT.id,
      clientSecret: CLIENT.secret,
      clientAuthentication: "basic" as const,
      label: "Example",
    },
    /** From now on it shows another key than it signs with. */
    showAnotherKey: () => (published = newKey().publicKey),
    /** Signs in on its pages, and gives the query with which it sends the browser back. */
    signIn: (url: string, name: string) => walk(url, name, redirectUri),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Made without the warnings that are expected; others are told as ever. */
async function quietProvider(issuer: string, configuration: Configuration): Promise<Provider> {
  const { warn } = console;
  const told = mock.method(console, "warn", (...said: unknown[]) => {
    if (!FOR_TESTS.test(String(said[0]))) warn(...said);
  });
  try {
    const { Provider: Made } = await import("oidc-provider");
    return new Made(issuer, configuration);
  } finally {
    told.mock.restore();
  }
}

/** As a browser goes: from page to page with its cookies, and where a page asks who it is, it says so. */
async function walk(start: string, name: string, end: string): Promise<string> {
  const cookies = new Map<string, string>();
  let [url, body] = [start, undefined as string | undefined];
  for (let steps = 0; steps < 12; steps++) {
    const cookie = [...cookies].map(([key, value]) => `${key}=${value}`).join("; ");
    const type = body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" };
    const sent = body === undefined ? {} : { method: "POST", body };
    const answer = await fetch(url, { ...sent, headers: { cookie, ...type }, redirect: "manual" });
    for (const each of answer.headers.getSetCookie()) {
      const [key = "", value = ""] = each.split(";")[0]?.split(/=(.*)/s) ?? [];
      cookies.set(key, value);
    }
    const location = answer.headers.get("location");
    const page = await answer.text();
    if (location?.startsWith(end) === true) return new URL(location).search;
    const form = /action="([^"]+)"/.exec(page)?.[1];
    if (location === null && form === undefined) throw new Error(`${url}: ${answer.status} ${page.slice(0, 500)}`);
    url = new URL(location ?? form ?? "", url).href;
    body =
      location === null ? new URLSearchParams({ prompt: "login", login: name, password: "any" }).toString() : undefined;
  }
  throw new Error("the provider never sends back");
}

function newKey() {
  const pair = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  const both = { kid: "signing", use: "sig", alg: "RS256" };
  const jwk = (key: KeyObject) => key.export({ format: "jwk" });
  return {
    publicKey: { ...jwk(pair.publicKey), ...both },
    privateKey: { ...jwk(pair.privateKey), kty: "RSA", ...both },
  };
}
