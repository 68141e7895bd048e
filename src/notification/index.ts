/** How people are reached: their methods and rules, the house's channels, and what became of each message. */
export { releaseRules, rulesOfPeople, setRules } from "./actions/set-rules.ts";
export {
  allChannels,
  channelExists,
  type ChannelSaving,
  releaseChannel,
  removeChannel,
  saveChannel,
} from "./actions/save-channel.ts";
export { parsedAddress } from "./actions/sealed-address.ts";
export { readRules, ruleText } from "./grammar/read-rules.ts";
export { notificationMigrations } from "./migrations.ts";
export { type ChannelKind, CHANNEL_KINDS } from "./model/channel-kind.ts";
export { Notifications } from "./notifications.ts";
export type { NotificationMessage } from "./model/notification-message.ts";
