import type { ReactNode } from "react";
import type { Contact } from "../server/wire.ts";

/** How an organisation is reached, and whether somebody there has said that it is right. */
export function ContactLine({ contact, children }: { contact: Contact; children?: ReactNode }) {
  return (
    <li className="flex flex-wrap items-center gap-x-2 border-b border-rule py-0.5">
      <span className="w-12 text-soft">{contact.kind}</span>
      <a href={`mailto:${encodeURIComponent(contact.mail)}`} className="door min-w-24 flex-1 [overflow-wrap:anywhere]">
        {contact.mail}
      </a>
      <span className="text-soft">{contact.notices.length === 0 ? "no notices" : contact.notices.join(", ")}</span>
      <span className={contact.verifiedAt === null ? "text-warn" : "text-soft"}>
        {contact.verifiedAt === null ? "▲ not verified" : "✓ verified"}
      </span>
      {children}
    </li>
  );
}
