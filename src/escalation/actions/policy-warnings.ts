import { type Policy, targetText } from "../model/policy.ts";
import type { Directory } from "./directory.ts";

/**
 * What is wrong with where a policy's targets lead now: to nothing that is there, or to nobody who can be reached. None
 * of it keeps a page from reaching somebody; all of it is to be seen where the policy is edited.
 */
export async function policyWarnings(policy: Policy, directory: Directory): Promise<string[]> {
  const facts = await directory.facts(policy);
  const warnings = facts.steps.flatMap((found, index) =>
    found.flatMap(({ trouble }) => (trouble === null ? [] : [`step ${index + 1}: ${trouble} now.`])),
  );
  if (policy.steps.every(({ act }) => act === "notify")) {
    warnings.unshift("No step pages, so nobody is woken by this policy: it suits tickets.");
  }
  if (facts.steps.every((found) => found.every(({ receivers }) => receivers.length === 0))) {
    warnings.unshift("Now no step reaches anybody: a page would go to the fallback at once.");
  }
  const { fallback } = policy;
  if (fallback !== null) {
    const { receivers, trouble } = await directory.find(fallback);
    if (receivers.length === 0) warnings.push(`The fallback ${targetText(fallback)} is not reached: ${trouble ?? ""}.`);
  }
  if (facts.fallback.length === 0) {
    warnings.unshift("Nobody at all can be reached: verify a contact method in My account.");
  }
  return warnings;
}
