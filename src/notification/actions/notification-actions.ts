import { channelActions } from "./channel-actions.ts";
import { kindActions } from "./kind-actions.ts";
import { listReadiness } from "./list-readiness.ts";
import { methodActions } from "./method-actions.ts";
import type { NotificationParts } from "./notification-parts.ts";
import { ownNotificationActions } from "./own-notification-actions.ts";
import { ruleActions } from "./rule-actions.ts";
import { verificationActions } from "./verification-actions.ts";

/** All that can be asked of notification. */
export function notificationActions(parts: NotificationParts) {
  return {
    methods: methodActions(parts),
    verification: verificationActions(parts),
    rules: ruleActions(parts),
    own: ownNotificationActions(parts),
    channels: channelActions(parts),
    kinds: kindActions(parts),
    readiness: listReadiness(parts),
  };
}
