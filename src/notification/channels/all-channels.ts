import type { Channel } from "./channel.ts";
import { mail } from "./mail.ts";
import { webhook } from "./webhook.ts";

/** Each way there is; one line each. */
export const ALL_CHANNELS: readonly Channel[] = [mail, webhook];
