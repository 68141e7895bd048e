import type { ClientBy, LogFormat } from "#intake";

/** What `plimsoll replay` was asked to do. */
export interface ReplayOptions {
  /** `-` is standard input. */
  readonly files: readonly string[];
  readonly format: LogFormat | "auto";
  readonly api: string | undefined;
  readonly client: ClientBy | undefined;
  readonly openapi: string | undefined;
  readonly objectives: string | undefined;
  readonly json: boolean;
  /** File that the page is written to. */
  readonly html: string | undefined;
  /** File that a plan is written to. */
  readonly write: string | undefined;
  readonly failOn: "breach" | undefined;
}
