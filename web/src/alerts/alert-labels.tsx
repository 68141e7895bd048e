import type { Alert } from "../server/wire.ts";
import { Section } from "../ui/section.tsx";

/** By what an alert is routed and silenced, what its source says beside, and the way back to it. */
export function AlertLabels({ alert }: { alert: Alert }) {
  const { url, ...annotations } = alert.annotations;
  const back = webAddress(url);
  return (
    <>
      {back !== undefined && (
        <p className="mb-1">
          <a href={back} rel="noreferrer" className="text-accent underline-offset-3 hover:underline">
            Where {alert.source} shows it
          </a>
        </p>
      )}
      {Object.keys(annotations).length > 0 && (
        <Section title={`What ${alert.source} says`}>
          <Pairs pairs={annotations} />
        </Section>
      )}
      <Section title="Labels">
        <Pairs pairs={alert.labels} />
      </Section>
    </>
  );
}

function Pairs({ pairs }: { pairs: Readonly<Record<string, string>> }) {
  return (
    <dl className="max-w-[960px]">
      {Object.entries(pairs).map(([name, value]) => (
        <div key={name} className="flex flex-wrap gap-x-2 border-b border-rule py-0.5">
          <dt className="min-w-16 text-soft">{name}</dt>
          <dd className="min-w-0 flex-1 whitespace-pre-wrap [overflow-wrap:anywhere]">
            <Value text={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ text }: { text: string }) {
  const address = webAddress(text);
  if (address === undefined) return text === "" ? "–" : text;
  return (
    <a href={address} rel="noreferrer" className="text-accent underline-offset-3 hover:underline">
      {text}
    </a>
  );
}

/** An address that a browser may follow: whoever sends signals names what they like. */
function webAddress(text: string | undefined): string | undefined {
  const parsed = text === undefined ? null : URL.parse(text);
  return parsed?.protocol === "https:" || parsed?.protocol === "http:" ? parsed.href : undefined;
}
