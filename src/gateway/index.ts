/** The gateway: where the requests pass. What it knows is in README.md. */
export type { Access } from "./model/access.ts";
export { AccessDecision } from "./access/access-decision.ts";
export { IssuedTokens } from "./access/issued-tokens.ts";
export { TOKEN_PATH, TokenEndpoint } from "./access/token-endpoint.ts";
export { PROXIES, type ProxyName } from "./proxies/proxies.ts";
export { proxiedApi, type ShownApi } from "./proxies/proxied.ts";
export { isAddressRange, TrustedProxies } from "./front/trusted-proxies.ts";
export { AuthFront } from "./forward-auth/auth-front.ts";
export { ForwardAuth } from "./forward-auth/forward-auth.ts";
export type { Rules, SnapshotRules } from "./model/rules.ts";
export type { GatewaySnapshot, QuotaUse, SnapshotApi, SnapshotClient } from "./model/snapshot.ts";
export { type Certificate, Gateway } from "./gateway.ts";
export type { GatewayRecord } from "./model/gateway-record.ts";
export { type Loss, LossBook, type Lost } from "./model/loss-book.ts";
export { Spool } from "./spool/spool.ts";
