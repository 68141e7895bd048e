import type { KeyRow } from "./model/rows.ts";

/** A key of a client as it is stored: neither revoked nor over, unless `rest` says so. */
export function keyRow(id: string, clientId: string, rest: Partial<KeyRow>): KeyRow {
  return {
    id,
    client_id: clientId,
    environment: "production",
    format: "plimsoll",
    lookup: id,
    sha256: id,
    prefix: "plk",
    last_four: "0000",
    scopes: "[]",
    created_at: 1,
    created_by: "Ana",
    expires_at: null,
    last_used_at: null,
    revoked_at: null,
    revoked_by: null,
    reason: null,
    replaces: null,
    expired_before: null,
    ...rest,
  };
}
