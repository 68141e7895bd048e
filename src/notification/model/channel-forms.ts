import type { ChannelKind } from "./channel-kind.ts";

/** A field of an address or a setting, for whoever fills it in. */
export interface ChannelField {
  readonly name: string;
  readonly label: string;
  /** Where it is found; a sentence or two. */
  readonly help: string;
  /** Not to be shown again once it was given. */
  readonly secret?: boolean;
  readonly optional?: boolean;
  /** Several lines. */
  readonly long?: boolean;
  /** What stands in it where nothing is given. */
  readonly usual?: string;
}

/** What has to be filled in for a kind of way. */
export interface ChannelForm {
  readonly address: readonly ChannelField[];
  /** What the house sets once for all addresses of the kind; empty: nothing, or the server makes it itself. */
  readonly setting: readonly ChannelField[];
  /** Values that go along unseen, which choose among the forms of a setting: Twilio's is a preset. */
  readonly fixed?: Readonly<Record<string, string>>;
}

const phone: ChannelField = {
  name: "phone",
  label: "Telephone number",
  help: "With its country, as +49 170 1234567.",
};

const twilio: readonly ChannelField[] = [
  { name: "account", label: "Account SID", help: "On the first page of Twilio's console; begins with AC." },
  { name: "token", label: "Auth Token", help: "Beside the Account SID.", secret: true },
  {
    name: "from",
    label: "From",
    help: "A number of yours in Twilio, as +491701234567, or for text messages a sender's name or a messaging service (MG…).",
  },
];

const template: readonly ChannelField[] = [
  { name: "url", label: "Address", help: "Where the request goes; its host is written out.", secret: true },
  { name: "method", label: "Method", help: "POST, PUT or GET.", optional: true, usual: "POST" },
  {
    name: "body",
    label: "Body",
    help: 'What is sent, with names in braces: {"text": "{{text}}", "open": "{{link}}"}.',
    optional: true,
    long: true,
  },
];

/** What each kind asks for. A browser's subscription is given by the browser, so push asks for nothing. */
export const CHANNEL_FORMS: Readonly<Record<ChannelKind, ChannelForm>> = {
  mail: { address: [{ name: "mail", label: "Mail address", help: "As ana@example.com." }], setting: [] },
  push: { address: [], setting: [] },
  webhook: {
    address: [
      { name: "url", label: "Address", help: "Gets a signed POST of JSON; the secret is shown once.", secret: true },
    ],
    setting: [],
  },
  slack: {
    address: [
      {
        name: "to",
        label: "Channel or person",
        help: "The id at the end of its details in Slack, as C0123ABCD or U0123ABCD; for the house's bot.",
        optional: true,
      },
      {
        name: "url",
        label: "Incoming webhook",
        help: "Instead of the bot: https://hooks.slack.com/services/….",
        secret: true,
        optional: true,
      },
    ],
    setting: [
      {
        name: "token",
        label: "Bot's token",
        help: "OAuth & Permissions on the app's page; begins with xoxb-.",
        secret: true,
      },
      {
        name: "signingSecret",
        label: "Signing secret",
        help: "Basic Information on the app's page. With it, people acknowledge inside of Slack.",
        secret: true,
        optional: true,
      },
      {
        name: "api",
        label: "Slack's API",
        help: "Another one for GovSlack: https://slack-gov.com/api.",
        optional: true,
        usual: "https://slack.com/api",
      },
    ],
  },
  teams: {
    address: [
      {
        name: "url",
        label: "Workflow's address",
        help: "Of a workflow “When a Teams webhook request is received”.",
        secret: true,
      },
    ],
    setting: [],
  },
  discord: {
    address: [
      { name: "url", label: "Webhook's address", help: "Channel settings, Integrations, Webhooks.", secret: true },
    ],
    setting: [],
  },
  matrix: {
    address: [
      { name: "room", label: "Room", help: "Its id, which begins with an exclamation mark: Room settings, Advanced." },
    ],
    setting: [
      { name: "homeserver", label: "Homeserver", help: "As https://matrix.example.org." },
      { name: "token", label: "Access token", help: "Of the account that writes.", secret: true },
    ],
  },
  telegram: {
    address: [
      { name: "chat", label: "Chat", help: "Its number (a group's begins with a minus), or a public channel's @name." },
    ],
    setting: [{ name: "token", label: "Bot's token", help: "As @BotFather gives it.", secret: true }],
  },
  ntfy: {
    address: [
      { name: "topic", label: "Topic", help: "Whoever knows its name can read it: make it long.", secret: true },
      { name: "server", label: "Server", help: "Your own, or ntfy's.", optional: true, usual: "https://ntfy.sh" },
      {
        name: "token",
        label: "Access token",
        help: "Of a topic that is protected; begins with tk_.",
        secret: true,
        optional: true,
      },
    ],
    setting: [],
  },
  pagerduty: {
    address: [
      {
        name: "routingKey",
        label: "Integration key",
        help: "Of a service: Integrations, Events API v2.",
        secret: true,
      },
      {
        name: "url",
        label: "Region",
        help: "https://events.eu.pagerduty.com for accounts in the EU.",
        optional: true,
        usual: "https://events.pagerduty.com",
      },
    ],
    setting: [],
  },
  alertmanager: {
    address: [
      { name: "url", label: "Address", help: "As http://alertmanager.example:9093." },
      {
        name: "token",
        label: "Bearer token",
        help: "Where a proxy in front of it asks for one.",
        secret: true,
        optional: true,
      },
    ],
    setting: [],
  },
  sms: { address: [phone], setting: twilio, fixed: { preset: "twilio" } },
  voice: { address: [phone], setting: twilio, fixed: { preset: "twilio" } },
  http: { address: template, setting: [] },
};
