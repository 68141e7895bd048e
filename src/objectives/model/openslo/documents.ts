import { ALERT_CONDITION_SPEC } from "./alert-condition.ts";
import { ALERT_POLICY_SPEC } from "./alert-policy.ts";
import { always, type Field, optional, required } from "./field.ts";
import type { Read } from "./field-type.ts";
import { ANYTHING, TEXT } from "./field-types.ts";
import { METADATA } from "./metadata.ts";
import { NOTIFICATION_TARGET_SPEC } from "./notification-target.ts";
import { Shape } from "./shape.ts";
import { SLI_SPEC } from "./sli.ts";
import { SLO_SPEC } from "./slo.ts";
import { DESCRIPTION_RULES, equalTo } from "./text-rules.ts";

/** The only version that is read. */
export const API_VERSION = "openslo/v1";

/** The kinds of `openslo/v1`. */
export const KINDS = [
  "DataSource",
  "Service",
  "SLI",
  "SLO",
  "AlertPolicy",
  "AlertCondition",
  "AlertNotificationTarget",
] as const;
export type Kind = (typeof KINDS)[number];

const SOURCE_SPEC = new Shape("DataSource spec", {
  description: optional(TEXT, DESCRIPTION_RULES),
  type: required(TEXT),
  connectionDetails: required(ANYTHING),
});
const NAMED_SPEC = new Shape("Service spec", { description: optional(TEXT, DESCRIPTION_RULES) });

/** An empty spec is told as missing where the reference SDK does so, and by its own fields else. */
function documentOf<T>(kind: Kind, spec: Field<T, true>) {
  return new Shape(kind, {
    apiVersion: required(TEXT),
    kind: required(TEXT, [equalTo(kind)]),
    metadata: required(METADATA),
    spec,
  });
}

/** How each kind is read. */
export const DOCUMENT_SHAPES = {
  DataSource: documentOf("DataSource", always(SOURCE_SPEC)),
  Service: documentOf("Service", always(NAMED_SPEC)),
  SLI: documentOf("SLI", always(SLI_SPEC)),
  SLO: documentOf("SLO", required(SLO_SPEC)),
  AlertPolicy: documentOf("AlertPolicy", always(ALERT_POLICY_SPEC)),
  AlertCondition: documentOf("AlertCondition", required(ALERT_CONDITION_SPEC)),
  AlertNotificationTarget: documentOf("AlertNotificationTarget", always(NOTIFICATION_TARGET_SPEC)),
} as const;

type DocumentOf<K extends Kind> = Omit<Read<(typeof DOCUMENT_SHAPES)[K]>, "kind"> & { readonly kind: K };

/** A valid document: the union is told apart by `kind`. */
export type OpenSloDocument = { [K in Kind]: DocumentOf<K> }[Kind];
