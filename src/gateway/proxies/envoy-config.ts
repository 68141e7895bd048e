import { stringify } from "yaml";
import { IDENTITY_HEADERS } from "../forward-auth/auth-answer.ts";
import {
  dialOf,
  type GeneratedFile,
  madeBy,
  type ProxiedApi,
  type ProxiedPlace,
  type ProxySetting,
  TOLD_HEADERS,
} from "./proxied.ts";

const HTTP = "type.googleapis.com/envoy.extensions.filters.http";
const CONNECTIONS =
  "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager";

/** Envoy 1.3x: static resources with ext_authz over HTTP. Not run in our tests. One closed API closes all of a listener. */
export function envoyConfig(setting: ProxySetting): GeneratedFile[] {
  const { apis, auth, port } = setting;
  const connections = {
    "@type": CONNECTIONS,
    stat_prefix: "plimsoll",
    normalize_path: false,
    access_log: [logOf(setting)],
    route_config: { virtual_hosts: hostsOf(apis) },
    http_filters: [authFilter(setting), { name: "router", typed_config: { "@type": `${HTTP}.router.v3.Router` } }],
  };
  const filters = [{ name: "http", typed_config: connections }];
  const listener = {
    name: "plimsoll",
    address: addressOf(`0.0.0.0:${port}`),
    filter_chains: [{ filters }],
  };
  const clusters = [
    clusterOf("plimsoll_auth", [auth]),
    ...apis.map((api) =>
      clusterOf(
        api.api,
        api.targets.map((target) => dialOf(target, api.isTls)),
      ),
    ),
  ];
  const text = stringify({ static_resources: { listeners: [listener], clusters } });
  return [{ name: "plimsoll.envoy.yaml", text: `${madeBy("envoy")}\n${text}` }];
}

function authFilter({ apis, auth }: ProxySetting): object {
  const headers = [...new Set(apis.flatMap((api) => api.headers))];
  return {
    name: "ext_authz",
    typed_config: {
      "@type": `${HTTP}.ext_authz.v3.ExtAuthz`,
      failure_mode_allow: apis.length > 0 && apis.every(({ failOpen }) => failOpen),
      allowed_headers: exact(headers),
      http_service: {
        server_uri: { uri: `http://${auth}`, cluster: "plimsoll_auth", timeout: "2s" },
        path_prefix: "/auth/envoy",
        authorization_response: {
          allowed_upstream_headers: exact(IDENTITY_HEADERS),
          allowed_client_headers_on_success: exact(TOLD_HEADERS),
        },
      },
    },
  };
}

function exact(names: readonly string[]): object {
  return { patterns: names.map((name) => ({ exact: name.toLowerCase(), ignore_case: true })) };
}

function hostsOf(apis: readonly ProxiedApi[]): object[] {
  const placed = apis.flatMap((api) => api.places.map((place) => ({ api, place })));
  const byHost = Map.groupBy(placed, ({ place }) => place.host.replace(/:\d+$/, ""));
  return [...byHost].map(([host, all]) => ({
    name: host,
    domains: [host, `${host}:*`],
    routes: all.map(({ api, place }) => routeOf(api, place)),
  }));
}

function routeOf({ api, targets }: ProxiedApi, { path }: ProxiedPlace): object {
  const target = targets[0]?.path ?? "";
  const match = path === "" ? { prefix: "/" } : { path_separated_prefix: path };
  const rewrite = { pattern: { regex: `^${path}/?` }, substitution: `${target}/` };
  return { match, route: { cluster: api, regex_rewrite: rewrite } };
}

function clusterOf(name: string, dials: readonly string[]): object {
  const lb = dials.map((dial) => ({ endpoint: { address: addressOf(dial) } }));
  return {
    name,
    type: "STRICT_DNS",
    connect_timeout: "2s",
    load_assignment: { cluster_name: name, endpoints: [{ lb_endpoints: lb }] },
  };
}

function addressOf(dial: string): object {
  const colon = dial.lastIndexOf(":");
  return { socket_address: { address: dial.slice(0, colon), port_value: Number(dial.slice(colon + 1)) } };
}

function logOf({ logs }: ProxySetting): object {
  const json = {
    start_time: "%START_TIME%",
    method: "%REQ(:METHOD)%",
    path: "%PATH(NQ)%",
    response_code: "%RESPONSE_CODE%",
    response_flags: "%RESPONSE_FLAGS%",
    duration: "%DURATION%",
    bytes_sent: "%BYTES_SENT%",
    client: "%REQ(X-PLIMSOLL-CLIENT)%",
  };
  return {
    name: "file",
    typed_config: {
      "@type": "type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog",
      path: `${logs}/envoy.json`,
      log_format: { json_format: json },
    },
  };
}
