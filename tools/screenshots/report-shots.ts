import { mkdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { openBrowser } from "../../test/e2e/open-browser.ts";

/** The looks that are kept for the manual: a desk in both themes, and a phone. */
const LOOKS = [
  { name: "light", colorScheme: "light", width: 1_280 },
  { name: "dark", colorScheme: "dark", width: 1_280 },
  { name: "phone", colorScheme: "light", width: 390 },
] as const;

/** Pictures of a report of replay; `extent` is `top` (one screen) or `full`. */
export async function reportShots(file: string, folder: string, extent: string): Promise<void> {
  const browser = await openBrowser();
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
}
