import type { Outgoing } from "../channel.ts";
import { titleOf } from "../text/said.ts";
import type { PlaceholderValues } from "./placeholder.ts";

/** What a template's names stand for. */
export function templateValues(
  out: Outgoing,
  { to, text }: { readonly to: string; readonly text: string },
): PlaceholderValues {
  const actOf = (what: "acknowledge" | "resolve"): string =>
    out.message.acts.find((act) => act.what === what)?.url ?? "";
  return {
    title: titleOf(out),
    text,
    link: out.message.link.url,
    acknowledge: actOf("acknowledge"),
    resolve: actOf("resolve"),
    id: out.id,
    subject: out.subject,
    event: out.event,
    urgency: out.urgency,
    to,
  };
}
