import type { RecordJson } from "../../../src/app/search/contract.ts";
import type { z } from "zod";
import type {
  AlertDetailJson,
  AlertViewJson,
  DeliveryJson,
  DestinationJson,
  NewSecretJson,
  TestResultJson,
} from "../../../src/alerting/contract.ts";
import type {
  apiSchema,
  environmentSchema,
  maintenanceSchema,
  openApiDiffSchema,
  releaseSchema,
  versionSchema,
} from "../../../src/apis/contract.ts";
import type {
  ActiveClientsJson,
  ActivityJson,
  ClientFiguresJson,
  ClientsOfApiJson,
  OperationsJson,
  UnmatchedPathsJson,
  sourcesSchema,
} from "../../../src/app/routes/contract.ts";
import type {
  auditSchema,
  newTokenSchema,
  presentSessionSchema,
  sessionSchema,
  tokenSchema,
} from "../../../src/identity/contract.ts";
import type {
  clientSchema,
  contactSchema,
  listedKeySchema,
  newKeySchema,
  organisationSchema,
} from "../../../src/clients/contract.ts";
import type { KpisJson } from "../../../src/traffic/contract.ts";
import type {
  ListedObjectiveJson,
  ObjectiveDetailJson,
  ObjectiveJson,
  WhatIfJson,
} from "../../../src/objectives/contract.ts";

/** A page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** Traffic of a range: counts that add up, percentiles, groups and a series. */
export type Kpis = KpisJson;
export type Group = Kpis["groups"][number];
export type SeriesPoint = Kpis["series"][number];
export type LatencyMs = NonNullable<Kpis["latencyMs"]>;
/** Counts that add up: requests = good + bad + excluded, valid = good + bad. */
export type Counts = Omit<NonNullable<Kpis["previous"]>, "from" | "to">;

/** Where a record names no client; where it does not tell another dimension; what is beyond the limit of names. */
export const UNATTRIBUTED = "__unattributed__";
export const UNTOLD = "__untold__";
export const OTHER = "__other__";

/** What traffic can be told apart by. */
export type GroupBy = "client" | "operation" | "version" | "plan" | "status" | "region" | "release";

export type Api = z.output<typeof apiSchema>;
export type Version = z.output<typeof versionSchema>;
export type VersionDiff = z.output<typeof openApiDiffSchema>;
export type Environment = z.output<typeof environmentSchema>;
export type Maintenance = z.output<typeof maintenanceSchema>;

/** A release that went out. */
export type Release = z.output<typeof releaseSchema>;
export type Sources = z.output<typeof sourcesSchema>;
export type SourceName = Sources["items"][number]["source"];
export type Operations = OperationsJson;
export type UnmatchedPaths = UnmatchedPathsJson;

/** Promises, alerts and records as their own modules write them. */
export type Objective = ListedObjectiveJson;
export type ClientObjective = ObjectiveJson;
export type ObjectiveDetail = ObjectiveDetailJson;
export type WhatIf = WhatIfJson;
export type RequestRow = RecordJson;

/** An alert in a list, and on its own page with who was told. */
export type Alert = AlertViewJson;
export type AlertDetail = AlertDetailJson;
export type Delivery = DeliveryJson;
export type Destination = DestinationJson;
export type NewDestination = NewSecretJson;
export type TestResult = TestResultJson;

export type Session = z.output<typeof sessionSchema>;
/** A session, or nobody. */
export type PresentSession = z.output<typeof presentSessionSchema>;
export type Token = z.output<typeof tokenSchema>;
export type NewToken = z.output<typeof newTokenSchema>;
export type AuditEntry = z.output<typeof auditSchema>;

/** Organisations with their contacts, registered clients, and keys. */
export type Organisation = z.output<typeof organisationSchema>;
export type Contact = z.output<typeof contactSchema>;
export type RegisteredClient = z.output<typeof clientSchema>;
export type Key = z.output<typeof listedKeySchema>;
export type NewKey = z.output<typeof newKeySchema>;

/** Names in traffic that stand for no registered client; `more` are not listed. */
export interface ObservedClients {
  readonly items: readonly { readonly name: string; readonly requests: number; readonly lookalike: string | null }[];
  readonly more: number;
}

/** Registered clients as they are to an API; their traffic; who came, came back and stayed away. */
export type ClientsOfApi = ClientsOfApiJson;
export type ClientOfApi = ClientsOfApi["items"][number];
export type ClientFigures = ClientFiguresJson;
export type Activity = ActivityJson;
export type ActiveClients = ActiveClientsJson;

/** What a plan is asked for by for clients without one. */
export const NO_PLAN = "__none__";

/** What the server says of itself: some fields are shown by name, the others as they come. */
export interface ServerState {
  readonly version: string;
  readonly startedAt: string;
  readonly now: string;
  readonly [field: string]: unknown;
}
