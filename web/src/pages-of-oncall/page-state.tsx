import type { OncallPage } from "./page-queries.ts";

const LOOKS: Readonly<
  Record<OncallPage["state"], { readonly mark: string; readonly word: string; readonly look: string }>
> = {
  open: { mark: "●", word: "nobody has it", look: "text-bad" },
  acknowledged: { mark: "◐", word: "acknowledged", look: "text-warn" },
  snoozed: { mark: "◌", word: "snoozed", look: "text-warn" },
  ended: { mark: "✓", word: "over", look: "text-soft" },
  resolved: { mark: "✓", word: "closed by hand", look: "text-soft" },
};

/** How a page stands: a word, a shape and a colour. */
export function PageState({ page }: { page: Pick<OncallPage, "state" | "urgency"> }) {
  const { mark, word, look } = LOOKS[page.state];
  const isQuiet = page.urgency === "ticket" && page.state === "open";
  return (
    <span className={`whitespace-nowrap ${isQuiet ? "text-soft" : look}`}>
      <span aria-hidden="true">{mark}</span> {page.urgency}, {word}
    </span>
  );
}
