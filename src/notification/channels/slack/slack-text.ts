/**
 * A stranger's text in Slack: `<`, `>` and `&` are all that it takes for a mention (`<!channel>`), a link with another
 * text, or a group (https://docs.slack.dev/messaging/formatting-message-text#escaping). Five letters for one at most.
 */
export function slackText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
