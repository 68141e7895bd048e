/** What Plimsoll has, or will have, in the place of a way by which Alertmanager tells; null: nothing. */
export interface Counterpart {
  readonly name: string;
  /** Whether this version has it: a destination that alerts can be sent to. */
  readonly isHere: boolean;
}

/** By the name of the settings in an alertmanager.yml, without `_configs`. */
export const COUNTERPARTS: ReadonlyMap<string, Counterpart | null> = new Map([
  ["webhook", { name: "a signed webhook, with a body of its own", isHere: true }],
  ["pagerduty", { name: "PagerDuty Events v2", isHere: true }],
  ["email", { name: "mail", isHere: false }],
  ["slack", { name: "Slack", isHere: false }],
  ["msteams", { name: "Microsoft Teams", isHere: false }],
  ["msteamsv2", { name: "Microsoft Teams", isHere: false }],
  ["discord", { name: "Discord", isHere: false }],
  ["telegram", { name: "Telegram", isHere: false }],
  ["opsgenie", null],
  ["pushover", null],
  ["victorops", null],
  ["webex", null],
  ["wechat", null],
  ["sns", null],
  ["jira", null],
  ["rocketchat", null],
  ["mattermost", null],
  ["incidentio", null],
  ["jsm", null],
  ["signl4", null],
  ["hipchat", null],
]);
