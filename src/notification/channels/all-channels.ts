import type { Channel } from "./channel.ts";

/** Each way there is; one line each. */
export const ALL_CHANNELS: readonly Channel[] = [];
