/** Of an API in a plan, what says what it promises. */
export const PROMISE_KEYS = ["window", "method", "sampled", "perClient", "objectives", "maintenance"] as const;

/** All that an API in a plan can have; what is not about promises is read elsewhere. The grammar of plans has just these. */
export const API_KEYS = [
  "was",
  "title",
  "owner",
  "openapi",
  "versions",
  "environments",
  "at",
  "upstream",
  "logs",
  "records",
  "client",
  ...PROMISE_KEYS,
  "budgetPolicy",
] as const;

/** All that an objective with a name of its own can have. */
export const OBJECTIVE_KEYS = ["availability", "latency", "operation", "method"] as const;

/** The parts of a plan that say what is promised. */
export const PROMISE_PARTS = ["plan", "zone", "apis", "openslo"] as const;

/** All parts that a plan can have. */
export const PLAN_KEYS = [
  ...PROMISE_PARTS,
  "plans",
  "organisations",
  "clients",
  "people",
  "teams",
  "schedules",
  "escalations",
  "routing",
  "inhibit",
  "heartbeats",
  "probes",
  "channels",
  "status",
] as const;
