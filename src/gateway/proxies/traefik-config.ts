import { stringify } from "yaml";
import { IDENTITY_HEADERS } from "../forward-auth/auth-answer.ts";
import { type GeneratedFile, madeBy, type ProxiedApi, type ProxySetting } from "./proxied.ts";

/** Traefik 3: dynamic configuration for its file provider, and what belongs into the static one. Not run in our tests. */
export function traefikConfig(setting: ProxySetting): GeneratedFile[] {
  const { apis, auth, port, logs } = setting;
  const dynamic = {
    http: {
      middlewares: {
        "plimsoll-auth": {
          forwardAuth: { address: `http://${auth}/auth`, authResponseHeaders: [...IDENTITY_HEADERS] },
        },
        ...Object.fromEntries(apis.flatMap(pathMiddlewares)),
      },
      routers: Object.fromEntries(apis.flatMap(routersOf)),
      services: Object.fromEntries(apis.map((api) => [api.api, balancerOf(api)])),
    },
  };
  const kept = Object.fromEntries(["X-Api-Key", "Authorization"].map((name) => [name, "drop"]));
  const identity = Object.fromEntries(IDENTITY_HEADERS.map((name) => [name, "keep"]));
  const fixed = {
    entryPoints: { web: { address: `:${port}` } },
    accessLog: {
      filePath: `${logs}/traefik.json`,
      format: "json",
      fields: { headers: { defaultMode: "drop", names: { ...identity, ...kept } } },
    },
  };
  const head = `${madeBy("traefik")}\n# Traefik closes an API while Plimsoll is away, whatever failOpen says. Its log holds the query: keys there are refused, not hidden.\n`;
  return [
    { name: "plimsoll.dynamic.yaml", text: `${head}${stringify(dynamic)}` },
    { name: "plimsoll.static.yaml", text: `${head}${stringify(fixed)}` },
  ];
}

function pathMiddlewares(api: ProxiedApi): [string, object][] {
  const prefixes = api.places.map(({ path }) => path).filter((path) => path !== "");
  const before = api.targets[0]?.path ?? "";
  return [
    ...(prefixes.length === 0 ? [] : [named(`${api.api}-strip`, { stripPrefix: { prefixes } })]),
    ...(before === "" ? [] : [named(`${api.api}-before`, { addPrefix: { prefix: before } })]),
  ];
}

function routersOf(api: ProxiedApi): [string, object][] {
  return api.places.map(({ host, path }, n) => {
    const name = host.replace(/:\d+$/, "");
    const at = path === "" ? "" : ` && (Path(\`${path}\`) || PathPrefix(\`${path}/\`))`;
    const middlewares = ["plimsoll-auth", ...pathMiddlewares(api).map(([middleware]) => middleware)];
    return named(`${api.api}-${n + 1}`, {
      rule: `Host(\`${name}\`)${at}`,
      entryPoints: ["web"],
      service: api.api,
      middlewares,
    });
  });
}

function balancerOf({ targets, isTls }: ProxiedApi): object {
  const servers = targets.map(({ host }) => ({ url: `${isTls ? "https" : "http"}://${host}` }));
  return { loadBalancer: { servers } };
}

function named(name: string, value: object): [string, object] {
  return [name, value];
}
