/** All that can be permitted, as `noun:verb`. Whoever adds an action for a new noun adds it here, so that the table stays whole. */
export const PERMISSIONS = [
  "api:read",
  "api:write",
  "objective:read",
  "objective:write",
  "maintenance:read",
  "maintenance:write",
  "traffic:read",
  "record:read",
  "organisation:read",
  "organisation:write",
  "client:read",
  "client:write",
  "key:read",
  "key:write",
  "plan:read",
  "plan:write",
  "subscription:read",
  "subscription:request",
  "subscription:write",
  "usage:read",
  "configuration:read",
  "configuration:write",
  "release:read",
  "release:write",
  "probe:read",
  "probe:write",
  "heartbeat:read",
  "heartbeat:write",
  "alert:read",
  "alert:write",
  "destination:read",
  "destination:write",
  "delivery:read",
  "signal:write",
  "silence:read",
  "silence:write",
  "routing:read",
  "routing:write",
  "schedule:read",
  "schedule:write",
  "escalation:read",
  "escalation:write",
  "page:read",
  "page:respond",
  "channel:read",
  "channel:write",
  "server:read",
  "sample:load",
  "backup:write",
  "person:read",
  "person:write",
  "team:read",
  "team:write",
  "token:read",
  "token:write",
  "audit:read",
  "records:write",
  "metrics:read",
  "gateway:pull",
] as const;

/** One of them. */
export type Permission = (typeof PERMISSIONS)[number];

/** What an action can ask for: a permission, any known caller, or nothing at all (setting up, signing in). */
export type Demand = Permission | "signed-in" | "public";

/** What a bearer token is made for. */
export const SCOPES = [
  "admin",
  "read",
  "configuration:write",
  "records:write",
  "release:write",
  "metrics:read",
  "signals:write",
  "gateway",
] as const;

/** One of them. */
export type Scope = (typeof SCOPES)[number];

/** What a person is, of the provider's side. Developers of an organisation have no role: they belong to it. */
export const ROLES = ["administrator", "product-owner", "operator", "support", "auditor", "viewer"] as const;

/** One of them. */
export type Role = (typeof ROLES)[number];

/** Secrets' names, people's addresses, and who did what, are not for everybody who reads figures. */
const FOR_FEW: ReadonlySet<Permission> = new Set(["token:read", "audit:read", "person:read", "configuration:read"]);

const ALL_READS = PERMISSIONS.filter((each) => each.endsWith(":read"));
const READS = ALL_READS.filter((each) => !FOR_FEW.has(each));

const OF_CLIENTS: readonly Permission[] = [
  "organisation:write",
  "client:write",
  "key:write",
  "subscription:request",
  "subscription:write",
];

const OF_PLANS: readonly Permission[] = [
  "api:write",
  "objective:write",
  "maintenance:write",
  "plan:write",
  "release:write",
  "probe:write",
  "heartbeat:write",
];

/** Who is told of what, and who is on call. */
const OF_ONCALL: readonly Permission[] = [
  "silence:write",
  "routing:write",
  "schedule:write",
  "escalation:write",
  "channel:write",
];

const BY_SCOPE: Readonly<Record<Scope, ReadonlySet<Permission>>> = {
  admin: new Set(PERMISSIONS),
  read: new Set(READS),
  // All that a configuration text can say, but for who may what: that takes an administrator.
  "configuration:write": new Set<Permission>([
    ...READS,
    ...OF_CLIENTS,
    ...OF_PLANS,
    ...OF_ONCALL,
    "configuration:read",
    "configuration:write",
    "team:write",
  ]),
  "records:write": new Set(["records:write"]),
  // What deploys says what went out.
  "release:write": new Set(["release:write"]),
  "metrics:read": new Set(["metrics:read"]),
  // What watches from elsewhere says what fires there.
  "signals:write": new Set(["signal:write"]),
  // A gateway of its own: it pulls by what it decides, and delivers what it counted.
  gateway: new Set(["gateway:pull", "records:write"]),
};

/** The one table of what each role may. A person of several roles may what any of them may. */
const BY_ROLE: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  administrator: new Set(PERMISSIONS),
  "product-owner": new Set<Permission>([
    ...READS,
    ...OF_CLIENTS,
    ...OF_PLANS,
    ...OF_ONCALL,
    "configuration:read",
    "configuration:write",
    "sample:load",
    "person:read",
  ]),
  operator: new Set<Permission>([
    ...READS,
    "objective:write",
    "maintenance:write",
    "release:write",
    "probe:write",
    "heartbeat:write",
    "alert:write",
    ...OF_ONCALL,
    "page:respond",
    "destination:write",
    "key:write",
    "configuration:read",
    "person:read",
  ]),
  support: new Set<Permission>([...READS, "organisation:write", "client:write", "key:write", "subscription:request"]),
  auditor: new Set(ALL_READS),
  viewer: new Set(READS),
};

/** What a developer may with what belongs to the own organisation, and with nothing else. */
const BY_MEMBERSHIP: ReadonlySet<Permission> = new Set<Permission>([
  "organisation:read",
  "organisation:write",
  "client:read",
  "client:write",
  "key:read",
  "key:write",
  "plan:read",
  "subscription:read",
  "subscription:request",
  "traffic:read",
  "usage:read",
]);

/** What a caller may: with everything, and with what belongs to an organisation of the caller's. */
export interface Grants {
  readonly all: ReadonlySet<Permission>;
  readonly own: ReadonlySet<Permission>;
  /** Names of the organisations for which the caller acts. */
  readonly organisations: readonly string[];
}

const NOTHING: ReadonlySet<Permission> = new Set();

/** Nothing at all. */
export const NO_GRANTS: Grants = { all: NOTHING, own: NOTHING, organisations: [] };

/** Of a token. */
export function grantsOfScopes(scopes: readonly Scope[]): Grants {
  return { ...NO_GRANTS, all: unionOf(scopes.map((scope) => BY_SCOPE[scope])) };
}

/** Of a person: roles of the provider's side, and organisations for which the person acts. */
export function grantsOfPerson(roles: readonly Role[], organisations: readonly string[]): Grants {
  return {
    all: unionOf(roles.map((role) => BY_ROLE[role])),
    own: organisations.length === 0 ? NOTHING : BY_MEMBERSHIP,
    organisations,
  };
}

/**
 * How far a permission reaches: `all`; `own`, the caller's organisations only; or nowhere.
 */
export function reachOf(grants: Grants, permission: Permission): "all" | "own" | undefined {
  if (grants.all.has(permission)) return "all";
  return grants.own.has(permission) ? "own" : undefined;
}

/** One set is used as it is: a caller is made for each request. */
function unionOf(sets: readonly ReadonlySet<Permission>[]): ReadonlySet<Permission> {
  const [first = NOTHING] = sets;
  if (sets.length <= 1) return first;
  const union = new Set(first);
  for (const set of sets) if (set !== first) for (const each of set) union.add(each);
  return union;
}
