import { caddyConfig } from "./caddy-config.ts";
import { haproxyConfig } from "./haproxy-config.ts";
import { nginxConfig } from "./nginx-config.ts";
import type { GeneratedFile, ProxySetting } from "./proxied.ts";

/** Which proxies a configuration is written for. */
export type ProxyName = "nginx" | "caddy" | "haproxy";

/** How the configuration of each is written. */
export const PROXIES: Readonly<Record<ProxyName, (setting: ProxySetting) => GeneratedFile[]>> = {
  nginx: nginxConfig,
  caddy: caddyConfig,
  haproxy: haproxyConfig,
};
