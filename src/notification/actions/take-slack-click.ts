import { findPersonBy } from "#identity";
import type { SlackSetting } from "../channels/slack/slack.ts";
import { readSlackAction, type SlackRequest } from "../channels/slack/read-slack-action.ts";
import { storeMethod, verifiedMethods } from "../store/methods.ts";
import { type NotificationParts, openSettings } from "./notification-parts.ts";

/** What a request that says it comes from Slack is. */
export type SlackClick =
  /** A known person clicked; `answerTo` is where only that person sees an answer, null: nowhere. */
  | {
      readonly kind: "click";
      readonly handle: string;
      readonly what: "acknowledge" | "resolve";
      readonly page: string;
      readonly answerTo: string | null;
    }
  /** Somebody clicked whom no verified way in Slack makes known here, or several do. */
  | { readonly kind: "stranger"; readonly answerTo: string | null }
  /** Another click, which needs no answer of ours. */
  | { readonly kind: "other" }
  /** Not from Slack, or this house has no signing secret. */
  | { readonly kind: "unsigned"; readonly why: string };

/** Reads a click in Slack, and whose it is: the person who verified this user of Slack as a way to oneself, which works. */
export async function takeSlackClick(request: SlackRequest, parts: NotificationParts): Promise<SlackClick> {
  const { read } = parts.state;
  const setting = (await openSettings(read, parts)).get("slack") as SlackSetting | undefined;
  if (setting?.signingSecret === undefined) return { kind: "unsigned", why: "this house takes no clicks of Slack" };
  const found = readSlackAction(request, setting.signingSecret, parts.clock.now());
  if (found.kind !== "action") return found;
  const { what, subject, user, answerTo } = found.action;
  const methods = await verifiedMethods(read, "slack", user);
  const owners = new Set(methods.map(({ personId }) => personId));
  const [owner] = owners;
  const person = owner === undefined || owners.size > 1 ? undefined : await findPersonBy(read, "id", owner);
  if (person === undefined) return { kind: "stranger", answerTo };
  const provenAt = parts.clock.now();
  await parts.state.transact(async (tx) => {
    for (const method of methods) await storeMethod(tx, { ...method, provenAt, failingSince: null, failure: null });
  });
  return { kind: "click", handle: person.handle, what, page: subject, answerTo };
}
