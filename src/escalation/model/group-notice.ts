/** What is due to be told of a group, handed over in the transaction that records it. */
export interface GroupNotice {
  /** `grp_…`. */
  readonly group: string;
  readonly reason: "first" | "changed" | "unchanged" | "ended";
  /** When it is told, epoch ms. */
  readonly at: number;
  /** When it was to be told. */
  readonly due: number;
  /** When its earliest alert fired. */
  readonly since: number;
  /** The escalation policy that the route names; "everybody" = the built-in one. */
  readonly policy: string;
  /** How often it is told again unchanged. */
  readonly repeatMs: number;
  /** Page if any of its told, firing alerts is one. */
  readonly urgency: "page" | "ticket";
  /** At most 120 letters. */
  readonly title: string;
  /** The alerts' own, the newest first, at most 5. */
  readonly sentences: readonly string[];
  /** Alerts; came and ended since the last notice. */
  readonly firing: number;
  readonly came: number;
  readonly ended: number;
  /** The group's. */
  readonly labels: Readonly<Record<string, string>>;
  /** Of the group in the console. */
  readonly url: string;
}
