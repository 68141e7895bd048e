import { IDENTITY_HEADERS } from "../forward-auth/auth-answer.ts";
import {
  dialOf,
  type GeneratedFile,
  madeBy,
  type ProxiedApi,
  type ProxySetting,
  TOLD_HEADERS,
  variableOf,
} from "./proxied.ts";
import { haproxyLua } from "./haproxy-lua.ts";

/** HAProxy 2.5 and later: a frontend with its backends, and the Lua file that asks (`lua-load` in `global`). */
export function haproxyConfig(setting: ProxySetting): GeneratedFile[] {
  const { apis, port } = setting;
  const text = `${madeBy("haproxy")}
# In \`global\`: lua-load …/plimsoll.lua, and no log there: the asking would be logged, too. HAProxy writes to standard
# output here; with systemd, StandardOutput=append:${setting.logs}/haproxy.json makes a file of it.
# Records: logs: [{path: …, format: ndjson}] of each API; a line names its API.
frontend plimsoll
  mode http
  bind :${port}
  option dontlognull
  timeout client 60s
${LOGGED}
  http-request set-var(txn.plimsoll_path) path
  http-request del-header X-Plimsoll- -m beg
${apis.map(chosenText).join("\n")}
  http-request return status 404 if !{ var(txn.plimsoll_chosen) -m found }
  http-request lua.plimsoll
${IDENTITY_HEADERS.map((name) => `  http-request set-header ${name} %[var(txn.${varOf(name)})]`).join("\n")}
${apis.map(strippedText).join("\n")}
${TOLD_HEADERS.map((name) => `  http-response set-header ${name} %[var(txn.${varOf(name)})] if { var(txn.${varOf(name)}) -m len gt 0 }`).join("\n")}
  use_backend plimsoll_%[var(txn.plimsoll_chosen)]
${apis.map(backendText).join("\n")}
`;
  return [
    { name: "plimsoll.cfg", text },
    { name: "plimsoll.lua", text: haproxyLua(setting) },
  ];
}

/** A record of its own format: HAProxy's httplog has no place for a client. */
const LOGGED = `  log stdout len 8192 format raw local0
  log-format '{"at":%{+Q}[var(txn.plimsoll_at)],"api":%{+Q}[var(txn.plimsoll_chosen)],"method":%{+Q}HM,"path":%{+Q}[var(txn.plimsoll_path),json(utf8s)],"status":%ST,"durationMs":%Ta,"responseBytes":%B,"client":%{+Q}[var(txn.plimsoll_client),json(utf8s)],"plan":%{+Q}[var(txn.plimsoll_plan),json(utf8s)]}'`;

/** The longest path first: the first that fits has it. */
function chosenText(api: ProxiedApi): string {
  return api.places
    .map(({ host, path }) => {
      const name = host.replace(/:\d+$/, "");
      const paths = path === "" ? [""] : [` { path ${path} }`, ` { path_beg ${path}/ }`];
      return paths
        .map(
          (at) =>
            `  http-request set-var(txn.plimsoll_chosen) str(${api.api}) if !{ var(txn.plimsoll_chosen) -m found } { req.hdr(host),field(1,:) -i ${name} }${at}`,
        )
        .join("\n");
    })
    .join("\n");
}

function strippedText(api: ProxiedApi): string {
  const target = api.targets[0]?.path ?? "";
  return api.places
    .map(({ path }) => {
      const own = `{ var(txn.plimsoll_chosen) -m str ${api.api} }`;
      const behind =
        path === "" ? "" : `  http-request replace-path ^${path}/?(.*)$ /\\1 if ${own} { path_beg ${path} }\n`;
      return `${behind}${target === "" ? "" : `  http-request set-path ${target}%[path] if ${own}`}`;
    })
    .join("\n");
}

function backendText(api: ProxiedApi): string {
  const servers = api.targets.map((target, n) => {
    const tls = api.isTls ? ` ssl verify required ca-file @system-ca sni str(${target.host.replace(/:\d+$/, "")})` : "";
    return `  server ${api.api}${n + 1} ${dialOf(target, api.isTls)}${tls}`;
  });
  return `backend plimsoll_${api.api}
  mode http
  timeout connect 2s
  timeout server 30s
${servers.join("\n")}`;
}

function varOf(header: string): string {
  return `plimsoll_${variableOf(header).replace(/^x_plimsoll_/, "")}`;
}
