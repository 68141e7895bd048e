import type { Source } from "./reach.ts";
import type { LifeFact } from "./versions.ts";

/** The module's tables as they are stored. Instants are epoch ms; a `revision` rises with each change, from 1. */
export interface ApisRows {
  apis_apis: ApiRow;
  apis_objectives_files: ObjectivesFileRow;
  apis_versions: VersionRow;
  apis_life_facts: LifeFactRow;
  apis_documents: DocumentRow;
  apis_environments: EnvironmentRow;
  apis_maintenance: MaintenanceRow;
  apis_releases: ReleaseRow;
  apis_losses: LossRow;
}

/** An API. */
export interface ApiRow {
  api: string;
  title: string;
  /** Its addresses; see `addressesOf`. */
  at: string | null;
  created_at: number;
  revision: number;
  /** The configuration text that owns it and its objectives; null: nobody's text. */
  managed_by: string | null;
  /** Whom to ask: `team:orders`. */
  owner: string | null;
  description: string;
  /** What counts its requests, if somebody said so; the rest as JSON of model/reach.ts. */
  records: Source | null;
  upstream: string | null;
  logs: string | null;
  client_rule: string | null;
  /** The first that delivered records of it: it counts where nobody and nothing says otherwise. */
  first_source: Source | null;
}

/** What is promised for an API, as it was written. An API that has no row has an empty text, revision 0. */
export interface ObjectivesFileRow {
  api: string;
  text: string;
  revision: number;
}

/** A version of an API. */
export interface VersionRow {
  api: string;
  version: string;
  title: string;
  created_at: number;
  revision: number;
  /** The configuration text that owns it; null: nobody's text. */
  managed_by: string | null;
}

/** What was made of a version; `seq` counts from 1 for each version. */
export interface LifeFactRow {
  api: string;
  version: string;
  seq: number;
  state: LifeFact["state"];
  at: number;
  made_by: string;
  sunset_at: number | null;
  successor: string | null;
}

/** The OpenAPI document of a version, as it was written. */
export interface DocumentRow {
  api: string;
  version: string;
  text: string;
  /** A `DocumentSummary` as JSON, so that a start reads no document again. */
  summary: string;
  /** Of its text, in hexadecimal; null for one that was kept before this was written down. */
  sha256: string | null;
  put_at: number;
  put_by: string;
  revision: number;
}

/** What is known of a document without its text, which may have ten megabytes. */
export type DocumentHead = Omit<DocumentRow, "text" | "summary" | "sha256">;

/** Where an API runs, and which version. */
export interface EnvironmentRow {
  api: string;
  environment: string;
  address: string | null;
  version: string | null;
  revision: number;
  /** The configuration text that owns it; null: nobody's text. */
  managed_by: string | null;
}

/** An announced time in which requests of an API do not count. */
export interface MaintenanceRow {
  id: string;
  api: string;
  starts_at: number;
  ends_at: number;
  title: string;
  note: string;
  announced_at: number;
  announced_by: string;
  revision: number;
}

/** That a release of an API went out. */
export interface ReleaseRow {
  id: string;
  api: string;
  /** What it is called: "2026.11.3". */
  release: string;
  at: number;
  title: string;
  link: string | null;
  environment: string;
  said_by: string;
  said_at: number;
}

/** Requests of an API that passed a gateway, and of which no record will ever come. */
export interface LossRow {
  /** As its gateway calls it: told again, it is the same one, perhaps grown. */
  id: string;
  api: string;
  /** Null: that of the server. */
  gateway: string | null;
  starts_at: number;
  ends_at: number;
  requests: number;
  /** When it was last told. */
  told_at: number;
}
