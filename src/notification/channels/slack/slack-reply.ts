import type { TextMessage } from "#messaging";
import { jsonMessage } from "../text/json-message.ts";
import { slackText } from "./slack-text.ts";

/** What tells whoever clicked, and nobody else, what became of it. The message with the buttons stays. */
export function slackReply(answerTo: string, text: string): TextMessage {
  return jsonMessage(answerTo, { response_type: "ephemeral", replace_original: false, text: slackText(text) });
}
