/** What can be wrong that no objective sees. */
export type TroubleKind = "probeFailed" | "certificateExpiring" | "heartbeatMissing";

/** Something that is wrong now, and of which somebody is to be told. */
export interface Trouble {
  readonly kind: TroubleKind;
  /** `probe:orders-health`, `heartbeat:nightly-billing`. */
  readonly subject: string;
  readonly api: string;
  readonly urgency: "page" | "ticket";
  /** Since when somebody is to be told. */
  readonly since: number;
  /** The whole sentence of the alert. */
  readonly text: string;
  /** Runs and failed ones behind it; 0 for what is not counted. */
  readonly runs: number;
}
