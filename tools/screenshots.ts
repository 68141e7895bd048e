import { consoleShots } from "./screenshots/console-shots.ts";
import { reportShots } from "./screenshots/report-shots.ts";

/** The pictures of the manual: of the console, or of a report of replay in all looks. */
const [what, folder = "docs/screenshots", extent = "top"] = process.argv.slice(2);
if (what === undefined) {
  process.stderr.write(
    `usage: node tools/screenshots.ts console|report.html [folder] [top|full]
console      writes ten console-*.png, of a story that is the same each time
report.html  writes <report>-light.png, -dark.png and -phone.png
`,
  );
  process.exitCode = 2;
} else if (what === "console") await consoleShots(folder);
else await reportShots(what, folder, extent);
