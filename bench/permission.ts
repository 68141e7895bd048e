import { stopwatchMs } from "#kernel";
import { ClientNames } from "../src/clients/model/client-names.ts";
import type { NameRow } from "../src/clients/model/rows.ts";
import { grantsOfPerson, grantsOfScopes, PERMISSIONS, reachOf, ROLES } from "../src/identity/model/permissions.ts";

/**
 * Whether a caller may do a thing, ns each check: each permission in turn, for callers of both sides. Then what it
 * costs to make what a caller may, once for each request, and to say what a client is called: 10,000 registered ones
 * with five names each among 100,000 names that are seen.
 */
const CHECKS = 100_000;
const ROUNDS = 3;
const CLIENTS = 10_000;
const SEEN = 100_000;

const callers = {
  "role, permitted or not": grantsOfPerson(["viewer"], []),
  "three roles": grantsOfPerson(["operator", "support", "auditor"], []),
  developer: grantsOfPerson([], ["acme"]),
  token: grantsOfScopes(["configuration:write"]),
};
for (const [name, grants] of Object.entries(callers)) {
  print(`check: ${name}`, (i) =>
    reachOf(grants, PERMISSIONS[i % PERMISSIONS.length] ?? "api:read") === "all" ? 1 : 0,
  );
}
print("grants: one role", (i) => grantsOfPerson([ROLES[i % ROLES.length] ?? "viewer"], []).all.size);
print("grants: three roles", () => grantsOfPerson(["operator", "support", "auditor"], []).all.size);
print("grants: developer", () => grantsOfPerson([], ["acme"]).own.size);

const before = heapBytes();
const names = new ClientNames();
const began = stopwatchMs();
for (let client = 0; client < CLIENTS; client++) names.put(`cli_${client}`, rowsOf(client));
const filledMs = stopwatchMs() - began;
const seen = Array.from({ length: SEEN }, (_, i) =>
  i < 5 * CLIENTS ? `c${Math.floor(i / 5)}-${i % 5}` : `stranger-${i}`,
);
print("name: shown as", (i) => names.shownAs(seen[i % SEEN] ?? "").length);
print("name: all of a client", (i) => names.allOf([seen[i % SEEN] ?? ""]).length);
print("name: a client renamed", (i) => (names.put(`cli_${i % CLIENTS}`, rowsOf(i % CLIENTS, `r${i}`)) ? 1 : 0));
process.stdout.write(
  `names of ${CLIENTS} clients: read in ${filledMs.toFixed(0)} ms, ${mibOf(heapBytes() - before)} MiB with ${SEEN} texts\n`,
);

function rowsOf(client: number, own = `c${client}-4`): NameRow[] {
  return Array.from({ length: 5 }, (_, nth) => ({
    name: nth === 4 ? own : `c${client}-${nth}`,
    client_id: `cli_${client}`,
    kind: nth === 4 ? ("own" as const) : nth < 2 ? ("former" as const) : ("seen" as const),
    created_at: nth,
  }));
}

/** The best of the rounds. */
function print(name: string, check: (index: number) => number): void {
  let best = Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const start = stopwatchMs();
    for (let i = 0; i < CHECKS; i++) sum += check(i);
    best = Math.min(best, ((stopwatchMs() - start) * 1e6) / CHECKS);
  }
  process.stdout.write(`${name.padEnd(32)} ${best.toFixed(0).padStart(6)} ns${sum === 0 ? "  nothing" : ""}\n`);
}

function heapBytes(): number {
  return process.memoryUsage().heapUsed;
}

function mibOf(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}
