import { alertmanager } from "./alertmanager.ts";
import type { Channel } from "./channel.ts";
import { discord } from "./discord.ts";
import { httpRequest } from "./http-request.ts";
import { mail } from "./mail.ts";
import { matrix } from "./matrix.ts";
import { ntfy } from "./ntfy.ts";
import { pagerduty } from "./pagerduty.ts";
import { push } from "./push/push.ts";
import { slack } from "./slack/slack.ts";
import { sms } from "./sms.ts";
import { teams } from "./teams.ts";
import { telegram } from "./telegram.ts";
import { voice } from "./voice.ts";
import { webhook } from "./webhook.ts";

/** Each way there is; one line each. */
export const ALL_CHANNELS: readonly Channel[] = [
  mail,
  push,
  webhook,
  slack,
  teams,
  discord,
  matrix,
  telegram,
  ntfy,
  pagerduty,
  alertmanager,
  sms,
  voice,
  httpRequest,
];
