import { optional, required } from "./field.ts";
import { TEXT } from "./field-types.ts";
import { Shape } from "./shape.ts";
import { DESCRIPTION_RULES } from "./text-rules.ts";

const FIELDS = { target: required(TEXT), description: optional(TEXT, DESCRIPTION_RULES) };

/** The spec of an AlertNotificationTarget, on its own or inside an AlertPolicy. */
export const NOTIFICATION_TARGET_SPEC = new Shape("AlertNotificationTarget spec", FIELDS);
