import { apiKind, type ApiKindParts } from "./api-kind.ts";
import { clientKind, type ClientKindParts } from "./client-kind.ts";
import type { KindOfObject } from "./kind-of-object.ts";
import { organisationKind } from "./organisation-kind.ts";
import { personKind, teamKind } from "./people-kinds.ts";
import { planKind } from "./plan-kind.ts";

/** Every kind of object that a configuration can own. */
export function allKinds(parts: { readonly apis: ApiKindParts; readonly clients: ClientKindParts }): KindOfObject[] {
  return [personKind, teamKind, apiKind(parts.apis), organisationKind, planKind, clientKind(parts.clients)];
}
