import type { Person } from "./wire.ts";

type Role = Person["roles"][number];

/** What each role is called, and what it may, in the order of what they may. */
export const ROLE_NAMES: Readonly<Record<Role, { readonly name: string; readonly may: string }>> = {
  administrator: { name: "Administrator", may: "everything" },
  "product-owner": { name: "Product owner", may: "APIs, plans, clients and objectives" },
  operator: { name: "Operator", may: "alerts, objectives, maintenance and keys" },
  support: { name: "Support", may: "organisations, clients and keys" },
  auditor: { name: "Auditor", may: "read everything, the audit log too" },
  viewer: { name: "Viewer", may: "read" },
};

/** The name of a role, as people read it. */
export function roleName(role: Role): string {
  return ROLE_NAMES[role].name;
}
