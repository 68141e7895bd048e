import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useId, useState } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { foundTargets, type Target } from "./found.ts";
import { useTargets } from "./use-targets.ts";

/** One line to go anywhere: type, choose with the arrows, Enter. */
export function CommandPalette({ close }: { close: () => void }) {
  const [question, setQuestion] = useState("");
  const [chosen, setChosen] = useState(0);
  const id = useId();
  const navigate = useNavigate();
  const found = foundTargets(useTargets(), question);
  const open = (target: Target | undefined): void => {
    if (target === undefined) return;
    close();
    void navigate({ href: target.path });
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setChosen((chosen + step + found.length) % Math.max(1, found.length));
    else if (event.key === "Enter") open(found[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title="Find a page, API, objective, client or operation" quiet close={close} className="w-[560px] p-1">
      <input
        autoFocus
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={id}
        aria-activedescendant={found.length > 0 ? `${id}-${chosen}` : undefined}
        aria-label="What are you looking for?"
        placeholder="Pages, APIs, objectives, clients, operations"
        value={question}
        onChange={(event) => {
          setQuestion(event.target.value);
          setChosen(0);
        }}
        onKeyDown={onKey}
        className="min-h-5 w-full bg-transparent px-1 text-m outline-none placeholder:text-soft"
      />
      <ul id={id} role="listbox" aria-label="Found" className="mt-0.5 border-t border-rule pt-0.5">
        {found.map((target, i) => (
          <li
            key={`${target.kind} ${target.path}`}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === chosen}
            onPointerMove={() => setChosen(i)}
            onClick={() => open(target)}
            className="flex min-h-4 cursor-pointer items-center justify-between gap-2 rounded-s px-1 aria-selected:bg-wash"
          >
            <span className="truncate">{target.name}</span>
            <span className="text-soft">{target.kind}</span>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="p-1 text-soft">Nothing is called so in this range of time.</p>}
    </Dialog>
  );
}
