import { useState } from "react";

const KEY = "plimsoll.theme";
const THEMES = ["system", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];

/** Light, dark, or as the system is; kept in this browser. `theme.js` applies it before the first paint. */
export function ThemeControl() {
  const [theme, setTheme] = useState<Theme>(
    () => THEMES.find((each) => each === localStorage.getItem(KEY)) ?? "system",
  );
  const choose = (chosen: Theme): void => {
    setTheme(chosen);
    localStorage.setItem(KEY, chosen);
    if (chosen === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = chosen;
  };
  return (
    <fieldset className="flex rounded-s border border-rule bg-paper">
      <legend className="sr-only">Theme</legend>
      {THEMES.map((each) => (
        <label
          key={each}
          className="flex-1 rounded-s px-0.5 py-0.5 text-center text-soft capitalize has-checked:bg-wash has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input type="radio" name="theme" className="sr-only" checked={theme === each} onChange={() => choose(each)} />
          {each}
        </label>
      ))}
    </fieldset>
  );
}
