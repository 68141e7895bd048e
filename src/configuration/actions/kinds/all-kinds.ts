import type { PersonInvitations } from "#identity";
import { apiKind, type ApiKindParts } from "./api-kind.ts";
import { channelKind } from "./channel-kind.ts";
import { clientKind, type ClientKindParts } from "./client-kind.ts";
import { environmentKind } from "./environment-kind.ts";
import type { KindOfObject } from "./kind-of-object.ts";
import { escalationKind, routingKind, scheduleKind } from "./oncall-kinds.ts";
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
  readonly channels: Parameters<typeof channelKind>[0];
  readonly alerting: Parameters<typeof routingKind>[0];
}

/** Every kind of object that a configuration can own. */
export function allKinds({ apis, clients, invitations, probes, channels, alerting }: KindParts): KindOfObject[] {
  return [
    personKind(invitations),
    scheduleKind,
    teamKind,
    apiKind(apis),
    versionKind(apis),
    environmentKind(apis.onChanged),
    organisationKind,
    planKind,
    clientKind(clients),
    probeKind(probes),
    heartbeatKind(probes),
    channelKind(channels),
    escalationKind,
    routingKind(alerting),
  ];
}
