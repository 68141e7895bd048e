import { Section } from "../ui/section.tsx";
import { SendRecords } from "./send-records.tsx";

/** An API without traffic in this range: how to send some, and what happens when it arrives. */
export function AwaitingTraffic({ api }: { api: string }) {
  return (
    <Section title="No request in this range">
      <SendRecords api={api} />
    </Section>
  );
}
