import { IDENTITY_HEADERS } from "../forward-auth/auth-answer.ts";
import { dialOf, type GeneratedFile, madeBy, type ProxiedApi, type ProxySetting, TOLD_HEADERS } from "./proxied.ts";

/** Caddy 2.6 and later: a Caddyfile of its own, or to be imported. */
export function caddyConfig(setting: ProxySetting): GeneratedFile[] {
  const hosts = Map.groupBy(
    setting.apis.flatMap((api) => api.places.map((place) => ({ api, place }))),
    ({ place }) => place.host.replace(/:\d+$/, ""),
  );
  const sites = [...hosts].map(([host, placed]) => siteText(host, placed, setting));
  const text = [
    madeBy("caddy"),
    "# Records: logs: [{path: …, format: caddy, client: user}] of each API. A host has one log, so give each API its own host.",
    ...sites,
  ].join("\n");
  return [{ name: "plimsoll.caddyfile", text: `${text}\n` }];
}

interface Placed {
  readonly api: ProxiedApi;
  readonly place: ProxiedApi["places"][number];
}

function siteText(host: string, placed: readonly Placed[], { auth, port, logs }: ProxySetting): string {
  const all = placed.map((one) => handleText(one, auth)).join("\n");
  const address = port === 443 ? `https://${host}` : `http://${host}:${port}`;
  return `${address} {
	log {
		output file ${logs}/${host}.json
		format filter {
			wrap json
			fields {
				request>uri regexp "\\?.*" ""
				request>headers delete
			}
		}
	}
${all}
	handle_errors {
${placed.map(openText).join("\n")}
		header Retry-After 5
		header Content-Type application/problem+json
		@asking vars plimsoll asking
		respond @asking \`{"type":"about:blank","title":"Not now","status":503,"code":"access.unreachable","detail":"It cannot be told now who may pass. Try again in a moment."}\` 503
		respond {err.status_code}
	}
}`;
}

function handleText({ api, place }: Placed, auth: string): string {
  return `	handle ${matcherOf(place.path)} {
		route {
			request_header -X-Plimsoll-*
			# The log tells it as user_id.
			map {http.request.header.X-Plimsoll-Client} {http.auth.user.id} {
				~(.+) "\${1}"
				default ""
			}
			vars plimsoll asking
			reverse_proxy ${auth} {
				method GET
				rewrite /auth
				header_up X-Forwarded-Method {method}
				header_up X-Forwarded-Uri {uri}
				header_up X-Forwarded-Host {hostport}
				header_up -X-Original-URI
				header_up -Content-Length
				header_up -Transfer-Encoding
				header_down -X-Plimsoll-Problem
				transport http {
					dial_timeout 500ms
					response_header_timeout 2s
				}
				@passes status 2xx
				handle_response @passes {
${IDENTITY_HEADERS.map((name) => `					request_header ${name} {rp.header.${name}}`).join("\n")}
${TOLD_HEADERS.map(toldText).join("\n")}
					vars plimsoll decided
				}
				@refused status 4xx 5xx
				handle_response @refused {
					request_header X-Plimsoll-Client {rp.header.X-Plimsoll-Client}
					vars plimsoll decided
					copy_response
				}
			}
${forwardText({ api, place }, "\t\t\t")}
		}
	}`;
}

/** A header that is not there would be passed on as the text of its placeholder. Caddy knows headers by the spelling of Go. */
function toldText(name: string): string {
  const matcher = `@has_${name.toLowerCase().replaceAll("-", "_")}`;
  const canonical = name.replace("RateLimit", "Ratelimit");
  return `					${matcher} expression \`{http.reverse_proxy.header.${canonical}} != "" && {http.reverse_proxy.header.${canonical}} != null\`
					header ${matcher} ${name} {rp.header.${canonical}}`;
}

/** Only a request that nobody could decide on goes on undecided. */
function openText({ api, place }: Placed): string {
  if (!api.failOpen) return "";
  const name = `open_${api.api.replaceAll("-", "_")}`;
  return `		@${name} {
			path ${place.path === "" ? "*" : `${place.path} ${place.path}/*`}
			vars plimsoll asking
		}
		handle @${name} {
			request_header -X-Plimsoll-*
			vars plimsoll open
${forwardText({ api, place }, "\t\t\t")}
		}`;
}

function forwardText({ api, place }: Placed, indent: string): string {
  const target = api.targets[0]?.path ?? "";
  const dials = api.targets.map((one) => `${api.isTls ? "https://" : ""}${dialOf(one, api.isTls)}`).join(" ");
  return [
    ...(place.path === "" ? [] : [`uri strip_prefix ${place.path}`]),
    ...(target === "" ? [] : [`rewrite * ${target}{uri}`]),
    `reverse_proxy ${dials}`,
  ]
    .map((line) => `${indent}${line}`)
    .join("\n");
}

function matcherOf(path: string): string {
  return path === "" ? "" : `${path}*`;
}
