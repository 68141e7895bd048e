import type { Reader } from "#storage";
import { readEscalation } from "../grammar/read-escalation.ts";
import { EVERYBODY, EVERYBODY_POLICY } from "../model/policy.ts";
import type { PolicyRow } from "../model/rows.ts";
import type { PolicyNow } from "../model/take-notice.ts";
import { findPolicy } from "../store/policies.ts";

/** The policy of a name as it is now; the built-in one for a name that nobody wrote, or no longer: nothing goes unpaged. */
export async function policyNow(read: Reader, name: string): Promise<PolicyNow> {
  const row = await findPolicy(read, name);
  return row === undefined ? { name: EVERYBODY, policy: EVERYBODY_POLICY, revision: 0 } : policyOfRow(row);
}

/** What a row stands for. */
function policyOfRow({ policy: name, entry, zone, revision }: PolicyRow): PolicyNow {
  return { name, policy: readEscalation(entry, name, zone).policy, revision };
}
