/** All that can be permitted, as `noun:verb`. Whoever adds an action for a new noun adds it here, so that the table stays whole. */
export const PERMISSIONS = [
  "api:read",
  "api:write",
  "objective:read",
  "objective:write",
  "traffic:read",
  "record:read",
  "alert:read",
  "alert:write",
  "destination:read",
  "destination:write",
  "delivery:read",
  "server:read",
  "sample:load",
  "backup:write",
  "token:read",
  "token:write",
  "audit:read",
  "records:write",
  "metrics:read",
] as const;

/** One of them. */
export type Permission = (typeof PERMISSIONS)[number];

/** What an action can ask for: a permission, any known caller, or nothing at all (setting up, signing in). */
export type Demand = Permission | "signed-in" | "public";

/** What a bearer token is made for. */
export const SCOPES = ["admin", "read", "records:write", "metrics:read"] as const;

/** One of them. */
export type Scope = (typeof SCOPES)[number];

/** Secrets' names, and who did what, are for administrators: a token that reads figures does not need them. */
const FOR_ADMINISTRATORS: ReadonlySet<Permission> = new Set(["token:read", "audit:read"]);

const BY_SCOPE: Readonly<Record<Scope, ReadonlySet<Permission>>> = {
  admin: new Set(PERMISSIONS),
  read: new Set(PERMISSIONS.filter((each) => each.endsWith(":read") && !FOR_ADMINISTRATORS.has(each))),
  "records:write": new Set(["records:write"]),
  "metrics:read": new Set(["metrics:read"]),
};

/** Whether any of the scopes permits it; no scope permits nothing. */
export function permits(scopes: readonly Scope[], permission: Permission): boolean {
  for (const scope of scopes) if (BY_SCOPE[scope].has(permission)) return true;
  return false;
}
