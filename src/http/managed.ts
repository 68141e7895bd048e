import { Refusal } from "#kernel";

/**
 * Refuses a change of what a configuration text owns. `managedBy` is the text's name, null when nobody's text has it;
 * `what` says what it is: "client acme".
 */
export function refuseManaged(managedBy: string | null, what: string): void {
  if (managedBy === null) return;
  throw new Refusal(
    "conflict",
    "configuration.managed",
    `The ${what} is kept in the text of the configuration "${managedBy}", so it was not changed here. Change it there and run \`plimsoll apply\`, or release it first.`,
    { managedBy },
  );
}
