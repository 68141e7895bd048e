import { isoText, isoTextOrNull } from "#kernel";
import type { z } from "zod";
import type { ChannelKind } from "../model/channel-kind.ts";
import type { methodSchema } from "../contract.ts";
import type { Method } from "../model/method.ts";
import type { NotificationParts } from "./notification-parts.ts";

/** A method as its owner sees it. */
export function methodView(
  method: Method,
  available: ReadonlySet<ChannelKind>,
  { channels }: Pick<NotificationParts, "channels">,
): z.input<typeof methodSchema> {
  const channel = channels.get(method.kind);
  return {
    id: method.id,
    kind: method.kind,
    kindTitle: channel?.title ?? method.kind,
    title: method.title,
    address: method.shown,
    createdAt: isoText(method.createdAt),
    verifiedAt: isoTextOrNull(method.verifiedAt),
    proves: channel?.proves ?? "code",
    provenAt: isoTextOrNull(method.provenAt),
    failingSince: isoTextOrNull(method.failingSince),
    failure: method.failure,
    disabled: method.disabled,
    breaksThrough: channel?.breaksThrough === true,
    available: available.has(method.kind),
  };
}
