/** How messages leave the house: one request, signed or not, and what its answer means. */
export { addressStanding } from "./model/address-standing.ts";
export { answerOf } from "./model/answer.ts";
export type { Answer, Message, Reply, TextMessage } from "./model/message.ts";
export { isRoutingKey, PAGERDUTY_BASE, type PagerDutyEvent, pagerDutyMessage } from "./model/pager-duty.ts";
export { findTargetFault } from "./model/target.ts";
export { post } from "./post.ts";
export { newWebhookSecret, webhookMessage } from "./webhook.ts";
