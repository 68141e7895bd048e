/** The colours that a canvas draws with, as the theme has them now. */
export interface PlotColours {
  readonly good: string;
  readonly bad: string;
  readonly warn: string;
  readonly excluded: string;
  readonly accent: string;
  readonly ink: string;
  readonly soft: string;
  readonly rule: string;
}

const NAMES = ["good", "bad", "warn", "excluded", "accent", "ink", "soft", "rule"] as const;

/** Reads them off the style sheet: an element is asked, as `light-dark()` is only resolved on one. */
export function plotColours(place: HTMLElement): PlotColours {
  const probe = document.createElement("span");
  place.append(probe);
  const read = NAMES.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color] as const;
  });
  probe.remove();
  return Object.fromEntries(read) as unknown as PlotColours;
}

/** Tells when the theme changes: by the control, or by the system. Returns what ends it. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", listener);
  return () => {
    observer.disconnect();
    system.removeEventListener("change", listener);
  };
}
