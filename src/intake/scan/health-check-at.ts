import { HEALTH_CHECK_USER_AGENTS } from "../model/user-agent.ts";

const PREFIXES = HEALTH_CHECK_USER_AGENTS.map((prefix) => new TextEncoder().encode(prefix));

/** 1 when the user agent that begins at `agent`, on a line that ends at `end`, is a load balancer's health check, else 0. */
export function healthCheckAt(bytes: Uint8Array, agent: number, end: number): number {
  for (const prefix of PREFIXES) {
    if (bytes[agent] === prefix[0] && agent + prefix.length <= end && startsWith(bytes, agent, prefix)) return 1;
  }
  return 0;
}

function startsWith(bytes: Uint8Array, at: number, prefix: Uint8Array): boolean {
  for (let i = 0; i < prefix.length; i++) if (bytes[at + i] !== prefix[i]) return false;
  return true;
}
