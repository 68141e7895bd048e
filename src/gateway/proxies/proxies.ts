import { caddyConfig } from "./caddy-config.ts";
import { envoyConfig } from "./envoy-config.ts";
import { haproxyConfig } from "./haproxy-config.ts";
import { nginxConfig } from "./nginx-config.ts";
import { traefikConfig } from "./traefik-config.ts";
import type { GeneratedFile, ProxySetting } from "./proxied.ts";

/** Which proxies a configuration is written for. */
export type ProxyName = "nginx" | "caddy" | "haproxy" | "envoy" | "traefik";

/** How the configuration of each is written. */
export const PROXIES: Readonly<Record<ProxyName, (setting: ProxySetting) => GeneratedFile[]>> = {
  nginx: nginxConfig,
  caddy: caddyConfig,
  haproxy: haproxyConfig,
  envoy: envoyConfig,
  traefik: traefikConfig,
};
