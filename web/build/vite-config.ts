import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { join } from "node:path";
import type { InlineConfig, Plugin } from "vite";
import { chartStyle, plimsollIcon } from "#charts";

/** How the console is built: one entry, a file for each route that is opened later, names with the hash of their content. */
export function viteConfig(root: string, outDir: string): InlineConfig {
  return {
    configFile: false,
    root: join(root, "web"),
    logLevel: "error",
    plugins: [react(), tailwindcss(), chartStyleSheet(), icon()],
    build: {
      outDir,
      emptyOutDir: true,
      target: ["chrome125", "firefox128", "safari18"],
      // A data: address would be one more thing for the content security policy to allow.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      manifest: true,
    },
  };
}

const STYLE = "virtual:chart-style.css";
/** In the layer that utilities may override; the order of layers is that of Tailwind. */
const LAYERS = "@layer theme, base, components, utilities;";

/** The style sheet of the charts is a string of ours for pages that stand alone; here it is a file like any other. */
function chartStyleSheet(): Plugin {
  const id = `\0${STYLE}`;
  return {
    name: "plimsoll-chart-style",
    resolveId: (source) => (source === STYLE ? id : undefined),
    load: (asked) => (asked === id ? `${LAYERS}@layer components{${chartStyle.text}}` : undefined),
  };
}

/** The mark as the tab's icon. */
function icon(): Plugin {
  return {
    name: "plimsoll-icon",
    generateBundle() {
      const svg = decodeURIComponent(plimsollIcon().slice("data:image/svg+xml,".length));
      this.emitFile({ type: "asset", fileName: "icon.svg", source: svg });
    },
  };
}
