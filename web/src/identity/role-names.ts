/** What roles are called, and what each may, in the order of what they may. */
export const ROLE_NAMES: readonly { readonly role: string; readonly name: string; readonly may: string }[] = [
  { role: "administrator", name: "Administrator", may: "everything" },
  { role: "product-owner", name: "Product owner", may: "APIs, plans, clients and objectives" },
  { role: "operator", name: "Operator", may: "alerts, objectives, maintenance and keys" },
  { role: "support", name: "Support", may: "organisations, clients and keys" },
  { role: "auditor", name: "Auditor", may: "read everything, the audit log too" },
  { role: "viewer", name: "Viewer", may: "read" },
];

/** The name of a role, as people read it. */
export function roleName(role: string): string {
  return ROLE_NAMES.find((each) => each.role === role)?.name ?? role;
}
