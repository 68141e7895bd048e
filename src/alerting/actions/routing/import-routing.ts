import { z } from "zod";
import { type Action, readAction } from "#identity";
import { importedRoutingSchema, routingTextField } from "../../contract/routing/contract.ts";
import { printPlanRouting } from "../../grammar/print-plan-routing.ts";
import { readRoutingFile } from "../../grammar/read-routing-file.ts";

/** What an alertmanager.yml says, as `routing:` and `inhibit:` of a plan, and what of it maps not. Nothing is saved. */
export const importRouting: Action = readAction({
  name: "routing.import",
  may: "routing:read",
  input: z.strictObject({ text: routingTextField.min(1) }),
  output: importedRoutingSchema,
  run: async ({ text }) => {
    const file = readRoutingFile(text, "alertmanager.yml");
    const own =
      file.kind === "plan"
        ? []
        : ["Each receiver is named as an escalation policy: give these names to policies, or change them in the text."];
    return await Promise.resolve({ text: printPlanRouting(file), remarks: [...own, ...file.remarks] });
  },
});
