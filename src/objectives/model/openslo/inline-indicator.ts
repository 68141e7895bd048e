import { always, type PartOf, required } from "./field.ts";
import { METADATA } from "./metadata.ts";
import { Shape } from "./shape.ts";
import { SLI_SPEC } from "./sli.ts";

const FIELDS = { metadata: required(METADATA), spec: always(SLI_SPEC) };

/** An SLI that is written inside an SLO. */
export const INLINE_INDICATOR = new Shape("indicator", FIELDS);
export type InlineIndicator = PartOf<typeof FIELDS>;
