import { IDENTITY_HEADERS } from "../forward-auth/auth-answer.ts";
import { madeBy, type ProxySetting, REFUSED_HEADERS, TOLD_HEADERS, variableOf } from "./proxied.ts";

/** What of an answer goes on to a client that is refused. */
const PASSED = [...REFUSED_HEADERS, ...TOLD_HEADERS, "Content-Type"]
  .map((name) => `"${name.toLowerCase()}"`)
  .join(", ");

/** The Lua action that asks whether a request may pass, and answers it where it may not. */
export function haproxyLua({ apis, auth }: ProxySetting): string {
  const headers = [...new Set(apis.flatMap((api) => api.headers))];
  const open = apis.filter(({ failOpen }) => failOpen).map(({ api }) => `["${api}"] = true`);
  const kept = [...IDENTITY_HEADERS, ...TOLD_HEADERS].map(
    (name) => `["${name.toLowerCase()}"] = "txn.plimsoll_${variableOf(name).replace(/^x_plimsoll_/, "")}"`,
  );
  return `${madeBy("haproxy", "--")}
local address = "http://${auth}/auth"
local shown = { ${headers.map((name) => `"${name}"`).join(", ")} }
local kept = { ${kept.join(", ")} }
local passed = { ${PASSED} }
local open = { ${open.join(", ")} }

local function first(values)
  return values and (values[0] or values[1]) or nil
end

local function refuse(txn, status, headers, body)
  txn:done(txn:reply { status = status, headers = headers, body = body })
end

core.register_action("plimsoll", { "http-req" }, function(txn)
  local now = core.now()
  txn:set_var("txn.plimsoll_at", os.date("!%Y-%m-%dT%H:%M:%S", now.sec) .. string.format(".%03dZ", now.usec // 1000))
  local asked = {
    ["x-original-method"] = { txn.sf:method() },
    ["x-original-uri"] = { txn.sf:pathq() },
    ["x-original-host"] = { txn.sf:req_hdr("host") },
  }
  local sent = txn.http:req_get_headers()
  for _, name in ipairs(shown) do
    local all = sent[name]
    if all then
      asked[name] = {}
      for _, value in pairs(all) do table.insert(asked[name], value) end
    end
  end
  local ok, answer = pcall(function()
    return core.httpclient():get { url = address, headers = asked, timeout = 2000 }
  end)
  local status = ok and answer and answer.status or 0
  if status == 0 or (status >= 500 and not answer.headers["x-plimsoll-status"]) then
    if open[txn:get_var("txn.plimsoll_chosen")] then return end
    return refuse(txn, 503, { ["content-type"] = { "application/problem+json" }, ["retry-after"] = { "5" } },
      '{"type":"about:blank","title":"Not now","status":503,"code":"access.unreachable","detail":"It cannot be told now who may pass. Try again in a moment."}')
  end
  for name, variable in pairs(kept) do
    local value = first(answer.headers[name])
    if value then txn:set_var(variable, value) end
  end
  if status == 200 then return end
  local headers = {}
  for _, name in ipairs(passed) do
    local value = first(answer.headers[name])
    if value then headers[name] = { value } end
  end
  refuse(txn, status, headers, answer.body)
end)
`;
}
