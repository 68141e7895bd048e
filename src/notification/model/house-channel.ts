import type { ChannelKind } from "./channel-kind.ts";

/** A place of the house that is told: a team's room, a group's mailbox, another pager. */
export interface HouseChannel {
  /** By which policies and texts name it. */
  readonly name: string;
  readonly id: string;
  readonly kind: ChannelKind;
  readonly title: string;
  /** The address, under the seal. */
  readonly sealed: string;
  readonly shown: string;
  readonly createdAt: number;
  readonly failingSince: number | null;
  readonly failure: string | null;
  readonly revision: number;
  readonly managedBy: string | null;
}

/** How many a house may have. */
export const CHANNELS_MAX = 100;
