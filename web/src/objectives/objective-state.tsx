import type { ClientObjective } from "../server/wire.ts";
import { objectiveLook } from "./objective-look.ts";

/** The state in shape, word and colour. */
export function ObjectiveState({ objective }: { objective: Pick<ClientObjective, "state"> }) {
  const { shape, word, colour } = objectiveLook(objective);
  return (
    <span className={`font-medium whitespace-nowrap ${colour}`}>
      <span aria-hidden="true">{shape}</span> {word}
    </span>
  );
}
