import type { z } from "zod";
import type { Clock } from "#kernel";
import type { Reader, State, Tx } from "#storage";
import type { sentSchema } from "../contract.ts";

/** A message to somebody, one click for each act. */
export interface PageMessage {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly link: { readonly text: string; readonly url: string };
  readonly acts: readonly { readonly what: "acknowledge" | "resolve"; readonly text: string; readonly url: string }[];
  readonly at: number;
  readonly labels: Readonly<Record<string, string>>;
}

/** What is ordered of whoever tells people. */
export interface PageOrder {
  readonly subject: string;
  readonly key: string;
  readonly to: { readonly kind: "person" | "channel"; readonly name: string };
  readonly event: "page" | "ticket" | "update" | "asked" | "handoff" | "test";
  readonly urgency: "page" | "ticket";
  readonly message: PageMessage;
}

/** What became of a message. */
type Sent = z.input<typeof sentSchema>;

/** Who tells people. */
export interface Telling {
  notify(tx: Tx, order: PageOrder): Promise<{ readonly reached: boolean; readonly ordered: number }>;
  cancel(tx: Tx, subject: string): Promise<void>;
  tellEnd(tx: Tx, subject: string, message: PageMessage): Promise<void>;
  listOf(read: Reader, subject: string): Promise<readonly Sent[]>;
  standing(
    read: Reader,
    handles: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly methods: number; readonly provenAt: number | null }>>;
}

/** Who knows who is on call. */
export interface OnCallNow {
  whoIsOnCall(read: Reader | Tx, schedule: string, at: number): Promise<readonly string[] | undefined>;
  scheduleOfTeam(read: Reader | Tx, team: string): Promise<string | null | undefined>;
}

/** What pages stand on. */
export interface EscalationPorts {
  readonly state: Pick<State, "read" | "transact">;
  readonly clock: Clock;
  readonly nextId: (prefix: string) => string;
  readonly notifications: Telling;
  readonly schedules: OnCallNow;
  /** How people reach the server, without a slash at its end. */
  readonly base: string;
  /** What links in messages are signed with. */
  readonly linkSecret: string;
  /** Told, loudly, of what must not happen. */
  readonly alarm: (text: string) => void;
}
