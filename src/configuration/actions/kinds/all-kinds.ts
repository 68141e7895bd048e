import type { PersonInvitations } from "#identity";
import { apiKind, type ApiKindParts } from "./api-kind.ts";
import { clientKind, type ClientKindParts } from "./client-kind.ts";
import { environmentKind } from "./environment-kind.ts";
import type { KindOfObject } from "./kind-of-object.ts";
import { organisationKind } from "./organisation-kind.ts";
import { personKind, teamKind } from "./people-kinds.ts";
import { planKind } from "./plan-kind.ts";
import { heartbeatKind, probeKind, type ProbeKindParts } from "./probe-kinds.ts";
import { versionKind, type VersionKindParts } from "./version-kind.ts";

/** What the kinds stand on. */
export interface KindParts {
  readonly apis: ApiKindParts & VersionKindParts;
  readonly clients: ClientKindParts;
  readonly invitations: PersonInvitations;
  readonly probes: ProbeKindParts;
}

/** Every kind of object that a configuration can own. */
export function allKinds({ apis, clients, invitations, probes }: KindParts): KindOfObject[] {
  return [
    personKind(invitations),
    teamKind,
    apiKind(apis),
    versionKind(apis),
    environmentKind(apis.onChanged),
    organisationKind,
    planKind,
    clientKind(clients),
    probeKind(probes),
    heartbeatKind(probes),
  ];
}
