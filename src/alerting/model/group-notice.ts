import type { Urgency } from "#objectives";

/** What is due to be told of a group, handed over in the transaction that records it. */
export interface GroupNotice {
  /** The group's id, `grp_…`. */
  readonly group: string;
  /** `ended`: whoever was told that it fires is told that it is over, whatever happened to silences and routes since. */
  readonly reason: "first" | "changed" | "unchanged" | "ended";
  /** When it is told, epoch ms. */
  readonly at: number;
  /** When it was to be told, epoch ms; what makes it later than that is downtime. */
  readonly due: number;
  /** When its earliest alert fired. */
  readonly since: number;
  /** The escalation policy that the route names; "everybody" is the built-in one. */
  readonly policy: string;
  /** How often it is told again unchanged. */
  readonly repeatMs: number;
  /** `page` if one of its told, firing alerts is one. Of an end: what it was. */
  readonly urgency: Urgency;
  /** At most 120 letters: "orders/availability fires for orders". */
  readonly title: string;
  /** The alerts' own sentences, the newest first, at most 5. */
  readonly sentences: readonly string[];
  /** Alerts: those that fire, and those that came and ended since the last notice. */
  readonly firing: number;
  readonly came: number;
  readonly ended: number;
  /** The group's. */
  readonly labels: Readonly<Record<string, string>>;
  /** Of the group in the console. */
  readonly url: string;
}
