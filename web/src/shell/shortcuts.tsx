import { Dialog } from "../ui/dialog.tsx";
import { usePlaces } from "./use-places.ts";

/** The keys that work everywhere. */
export function Shortcuts({ close }: { close: () => void }) {
  const places = usePlaces().flatMap(({ name, places: all }) =>
    all.map((place) => ({
      keys: `g ${place.key}`,
      text: name === "Settings" ? `Settings: ${place.name}` : place.name,
    })),
  );
  const keys = [
    { keys: "Ctrl K", text: "Find anything (⌘ K on a Mac, or /)" },
    { keys: "?", text: "This list" },
    { keys: "Esc", text: "Close what is open" },
    { keys: "↑ ↓", text: "Move along the rows of a table" },
    { keys: "Enter", text: "Open the row" },
    { keys: "← →", text: "Move along a chart" },
    ...places,
  ];
  return (
    <Dialog title="Shortcuts" close={close}>
      <dl className="grid gap-x-4 gap-y-0.5 sm:grid-cols-2">
        {keys.map(({ keys: shown, text }) => (
          <div key={shown} className="flex items-center justify-between gap-2 border-b border-rule py-0.5">
            <dt className="order-2">
              <kbd className="rounded-s border border-rule bg-raised px-0.5 font-sans">{shown}</kbd>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
