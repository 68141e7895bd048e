/** The ways by which a message can reach somebody; each is one file in `channels/`. */
export const CHANNEL_KINDS = [
  "mail",
  "push",
  "webhook",
  "slack",
  "teams",
  "discord",
  "matrix",
  "telegram",
  "ntfy",
  "pagerduty",
  "alertmanager",
  "sms",
  "voice",
  "http",
] as const;

/** One of them. */
export type ChannelKind = (typeof CHANNEL_KINDS)[number];
