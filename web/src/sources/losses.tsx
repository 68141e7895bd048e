import type { Sources } from "../server/wire.ts";
import { Section } from "../ui/section.tsx";
import { Time } from "../ui/time.tsx";
import { lossText } from "./source-words.ts";

/** Requests that passed, and of which there is no record: what a gateway had no room for while the server was away. */
export function Losses({ sources: { losses } }: { sources: Sources }) {
  if (losses.length === 0) return null;
  return (
    <Section title="Not recorded">
      <p className="mb-1 text-soft">
        These requests passed and are in no count. Their time counts as not watched, so that no figure speaks for it.
      </p>
      <ul>
        {losses.map((loss) => (
          <li key={`${loss.gateway} ${loss.from}`} className="border-b border-rule [overflow-wrap:anywhere]">
            <span className="text-warn">▲</span> {lossText(loss)}, between <Time at={loss.from} /> and{" "}
            <Time at={loss.to} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
