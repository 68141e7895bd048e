/** The module's tables as they are stored. */
export interface ApisRows {
  apis_apis: ApiRow;
  apis_objectives_files: ObjectivesFileRow;
}

/** An API. `revision` rises with each change, from 1; `created_at` is in epoch ms. */
export interface ApiRow {
  api: string;
  title: string;
  at: string | null;
  created_at: number;
  revision: number;
  /** The configuration text that owns it and its objectives; null: nobody's text. */
  managed_by: string | null;
}

/** What is promised for an API, as it was written. An API that has no row has an empty text, revision 0. */
export interface ObjectivesFileRow {
  api: string;
  text: string;
  revision: number;
}
