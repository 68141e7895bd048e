/**
 * How load balancers name themselves when they ask whether a server is alive: AWS ("Health checks for your target
 * groups"), Kubernetes ("Configure liveness, readiness and startup probes"), Google Cloud ("Health checks overview").
 * A version follows the slash.
 */
export const HEALTH_CHECK_USER_AGENTS = ["ELB-HealthChecker/", "kube-probe/", "GoogleHC/"] as const;

/** Whether a load balancer's health check sent the request, by the start of its user agent; "" is none. */
export function isHealthCheck(userAgent: string): boolean {
  return HEALTH_CHECK_USER_AGENTS.some((prefix) => userAgent.startsWith(prefix));
}
