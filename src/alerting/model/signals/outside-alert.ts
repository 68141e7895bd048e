import type { Signal } from "#signals";
import type { StoredAlert } from "../alert.ts";
import type { SignalSource } from "./signal-source.ts";

/** What an alert is made with, besides its signal. */
export interface OutsidePorts {
  readonly source: Pick<SignalSource, "name">;
  readonly now: number;
  readonly isApi: (name: string) => boolean;
  /** When the last alert of this key was over; minus infinity without one. */
  readonly overAt: number;
}

const NOBODY = { affectedClients: 0, activeClients: null, clients: [], operations: [], statuses: [], releases: [] };

/**
 * The alert that a signal opens. It fires since its source says so, at the latest now; but an alert that begins before the
 * one before it ended begins now, and never at the same instant as that one.
 */
export function outsideAlert(signal: Signal, id: string, ports: OutsidePorts): StoredAlert {
  const { source, now, isApi, overAt } = ports;
  const started = Math.min(signal.startsAt ?? now, now);
  const firedAt = started > overAt ? started : Math.max(now, overAt + 1);
  return {
    id,
    api: apiOf(signal, isApi),
    objective: signal.title,
    kind: "outside",
    client: null,
    urgency: signal.urgency,
    firedAt,
    endedAt: null,
    mutedBy: null,
    pairs: [],
    explanation: {
      text: signal.text,
      n: 0,
      bad: 0,
      k: 0,
      threshold: 0,
      clearsAfterMs: null,
      window: { from: firedAt, to: firedAt },
      by: NOBODY,
    },
    toldAt: now,
    ending: null,
    source: source.name,
    dedupKey: signal.dedupKey,
    labels: signal.labels,
    annotations: signal.annotations,
    expiresAt: null,
  };
}

/** The open alert with what a signal says of it; the very same one where that is nothing new. It is never made less urgent while it fires. */
export function mergedAlert(open: StoredAlert, signal: Signal, { isApi, overAt }: OutsidePorts): StoredAlert {
  const { labels, annotations } = signal;
  const api = apiOf(signal, isApi);
  const urgency = signal.urgency === "page" ? "page" : open.urgency;
  const isEarlier = signal.startsAt !== null && signal.startsAt < open.firedAt && signal.startsAt > overAt;
  const firedAt = isEarlier ? (signal.startsAt ?? open.firedAt) : open.firedAt;
  const isSame =
    api === open.api &&
    urgency === open.urgency &&
    firedAt === open.firedAt &&
    signal.title === open.objective &&
    signal.text === open.explanation.text &&
    isAlike(labels, open.labels) &&
    isAlike(annotations, open.annotations);
  if (isSame) return open;
  const explanation = { ...open.explanation, text: signal.text };
  return { ...open, api, urgency, firedAt, objective: signal.title, labels, annotations, explanation };
}

function apiOf({ labels }: Signal, isApi: OutsidePorts["isApi"]): string {
  const { api = "" } = labels;
  return isApi(api) ? api : "";
}

function isAlike(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}
