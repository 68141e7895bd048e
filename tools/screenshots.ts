import { mkdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

/** The looks that are kept for the manual: a desk in both themes, and a phone. */
const LOOKS = [
  { name: "light", colorScheme: "light", width: 1_280 },
  { name: "dark", colorScheme: "dark", width: 1_280 },
  { name: "phone", colorScheme: "light", width: 390 },
] as const;

const [file, folder = "docs/screenshots", extent = "top"] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write(
    "usage: node tools/screenshots.ts report.html [folder] [top|full]\nWrites <report>-light.png, -dark.png and -phone.png.\n",
  );
  process.exit(2);
}

const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
await mkdir(folder, { recursive: true });
for (const { name, colorScheme, width } of LOOKS) {
  const page = await browser.newPage({
    colorScheme,
    viewport: { width, height: width > 600 ? 1_400 : 844 },
    offline: true,
  });
  await page.goto(pathToFileURL(resolve(file)).href);
  const path = join(folder, `${basename(file, ".html")}-${name}.png`);
  await page.screenshot({ path, fullPage: extent === "full" });
  process.stdout.write(`${path}\n`);
  await page.close();
}
await browser.close();
