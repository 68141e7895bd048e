import { IDENTITY_HEADERS } from "../forward-auth/auth-answer.ts";
import {
  dialOf,
  type GeneratedFile,
  madeBy,
  type ProxiedApi,
  type ProxySetting,
  REFUSED_STATUSES,
  TOLD_HEADERS,
  variableOf,
} from "./proxied.ts";

/** nginx: `auth_request`, what belongs into `http { … }` as one file to be included. */
export function nginxConfig(setting: ProxySetting): GeneratedFile[] {
  const hosts = Map.groupBy(
    setting.apis.flatMap((api) => api.places.map((place) => ({ api, place }))),
    ({ place }) => nameOf(place.host),
  );
  const servers = [...hosts].map(([host, placed]) => serverText(host, placed, setting));
  const text = [
    madeBy("nginx"),
    '# Include it in http { }. Records: logs: [{path: …, format: nginx-json, client: "field:client"}] of each API.',
    LOG_FORMAT,
    `upstream plimsoll_auth { server ${setting.auth}; keepalive 32; }`,
    ...setting.apis.map(upstreamText),
    ...servers,
  ].join("\n");
  return [{ name: "plimsoll.conf", text: `${text}\n` }];
}

const LOGGED = [
  "msec",
  "remote_addr",
  "request_method",
  "status",
  "request_time",
  "upstream_response_time",
  "body_bytes_sent",
  "http_user_agent",
  "host",
  "request_id",
];

// The path without its query: what clients put there is nobody's business, and may be a key.
const LOG_FORMAT = `map $request_uri $plimsoll_path { default $request_uri; "~^(?<plimsoll_before>[^?]*)\\?" $plimsoll_before; }
log_format plimsoll escape=json '{${LOGGED.map((name) => `"${name}":"$${name}"`).join(",")},'
  '"request_uri":"$plimsoll_path","client":"$plimsoll_client","plan":"$plimsoll_plan","decided":"$plimsoll_status"}';`;

function upstreamText(api: ProxiedApi): string {
  const servers = api.targets.map((target) => `server ${dialOf(target, api.isTls)};`).join(" ");
  // What is refused ends in another location, and must be in the log of its API all the same.
  return `upstream plimsoll_${api.api} { ${servers} keepalive 32; }
map $plimsoll_logged $plimsoll_is_${variableOf(api.api)} { default ""; ${api.api} 1; }`;
}

interface Placed {
  readonly api: ProxiedApi;
  readonly place: ProxiedApi["places"][number];
}

function serverText(host: string, placed: readonly Placed[], setting: ProxySetting): string {
  const logged = [...new Set(placed.map(({ api }) => api.api))];
  const headers = [...new Set(placed.flatMap(({ api }) => api.headers))];
  return `server {
  listen ${setting.port};
  server_name ${host};
  large_client_header_buffers 4 8k;
${SET_EMPTY}
${logged.map((api) => `  access_log ${setting.logs}/${api}.json plimsoll if=$plimsoll_is_${variableOf(api)};`).join("\n")}
${placed.map(locationText).join("\n")}
${authText("auth", headers, false)}
${authText("auth_open", headers, true)}
  location @plimsoll_open { internal; return 204; }
${DENIED}
}`;
}

/** For requests that nobody asked about, so that the log has no value of another one. */
const SET_EMPTY = `  set $plimsoll_client ""; set $plimsoll_plan ""; set $plimsoll_status ""; set $plimsoll_logged "";`;

const SET_FROM_ANSWER = [
  ["plimsoll_status", "X-Plimsoll-Status"],
  ["plimsoll_problem", "X-Plimsoll-Problem"],
  ...[...IDENTITY_HEADERS, ...TOLD_HEADERS, "Retry-After"].map((name) => [ownVariable(name), name]),
]
  .map(([variable = "", name = ""]) => `    auth_request_set $${variable} $upstream_http_${variableOf(name)};`)
  .join("\n");

function locationText({ api, place }: Placed): string {
  const target = api.targets[0]?.path ?? "";
  const scheme = api.isTls ? "https" : "http";
  const behind = `plimsoll_behind_${variableOf(api.api)}`;
  // No \`return\` and no \`rewrite … last\` here: they would answer before anybody was asked.
  return `  location ^~ ${place.path === "" ? "/" : place.path} {
    auth_request /_plimsoll/${api.failOpen ? "auth_open" : "auth"};
${SET_FROM_ANSWER}
    error_page 401 403 = @plimsoll_denied;
    error_page 500 = @plimsoll_unreachable;
    auth_request_set $plimsoll_logged ${api.api};
${TOLD_HEADERS.map((name) => `    add_header ${name} $${ownVariable(name)} always;`).join("\n")}
${IDENTITY_HEADERS.map((name) => `    proxy_set_header ${name} $${ownVariable(name)};`).join("\n")}
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_set_header X-Request-Id $request_id;
    proxy_set_header Connection "";
    proxy_http_version 1.1;
    set $${behind} $request_uri;
    if ($request_uri ~ "^${place.path}([?].*)?$") { set $${behind} /$1; }
    if ($request_uri ~ "^${place.path}(/.*)$") { set $${behind} $1; }
    proxy_pass ${scheme}://plimsoll_${api.api}${target}$${behind};
  }`;
}

/** All headers are set anew: \`Connection ""\` keeps the connection, and what a client sends besides goes nowhere. */
function authText(name: string, headers: readonly string[], isOpen: boolean): string {
  return `  location = /_plimsoll/${name} {
    internal;
    access_log off;
    proxy_pass http://plimsoll_auth/auth/nginx;
    proxy_http_version 1.1;
    proxy_pass_request_body off;
    proxy_pass_request_headers off;
    proxy_set_header Connection "";
    proxy_set_header Content-Length "";
    proxy_set_header X-Original-Method $request_method;
    proxy_set_header X-Original-Host $http_host;
    proxy_set_header X-Original-URI $request_uri;
${headers.map((header) => `    proxy_set_header ${header} $http_${variableOf(header)};`).join("\n")}
    proxy_connect_timeout 500ms;
    proxy_read_timeout 2s;
    proxy_next_upstream error timeout;${isOpen ? "\n    error_page 500 502 503 504 = @plimsoll_open;" : ""}
  }`;
}

/** nginx knows 401 and 403 only of whom it asks: the true status, the body and the headers are put back here. It sends WWW-Authenticate by itself. */
const DENIED = `  location @plimsoll_denied {
    internal;
    default_type application/problem+json;
${["Retry-After", ...TOLD_HEADERS].map((name) => `    add_header ${name} $${ownVariable(name)} always;`).join("\n")}
${REFUSED_STATUSES.map((status) => `    if ($plimsoll_status = ${status}) { return ${status} $plimsoll_problem; }`).join("\n")}
  }
  location @plimsoll_unreachable {
    internal;
    default_type application/problem+json;
    add_header Retry-After 5 always;
    return 503 '{"type":"about:blank","title":"Not now","status":503,"code":"access.unreachable","detail":"It cannot be told now who may pass. Try again in a moment."}';
  }`;

function ownVariable(header: string): string {
  return `plimsoll_${variableOf(header).replace(/^x_plimsoll_/, "")}`;
}

function nameOf(host: string): string {
  return host.replace(/:\d+$/, "");
}
