import { CopyLine } from "../ui/copy-line.tsx";
import type { SentInvitation } from "./wire.ts";

/** What became of an invitation: a letter, or where no mail is sent a link to hand over, shown this once. */
export function Sent({ sent }: { sent: SentInvitation }) {
  if (sent.link === null) return <p role="status">A letter to {sent.mail} is on its way.</p>;
  return (
    <div role="status" className="w-full">
      <p>
        This server sends no mail. Hand this link to {sent.mail}; <b>it is not shown again.</b>
      </p>
      <CopyLine text={sent.link} label="Link" />
    </div>
  );
}
