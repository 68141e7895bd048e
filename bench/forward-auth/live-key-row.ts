import type { KeyRow } from "../../src/clients/model/rows.ts";

/** A key that is live, as it is stored. */
export function liveKeyRow(key: Pick<KeyRow, "id" | "client_id" | "format" | "lookup" | "sha256">): KeyRow {
  return {
    ...key,
    environment: "live",
    prefix: "",
    last_four: "",
    scopes: "[]",
    created_at: 1,
    created_by: "bench",
    expires_at: null,
    last_used_at: null,
    revoked_at: null,
    revoked_by: null,
    reason: null,
    replaces: null,
    expired_before: null,
  };
}
