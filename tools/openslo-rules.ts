import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { listRules } from "../src/objectives/model/openslo/rule-list.ts";
import { openSloRulesPage } from "./openslo-rules/page.ts";

/** Writes the manual's table of OpenSLO rules from the rules themselves. */
await writeFile(join(import.meta.dirname, "..", "docs", "manual", "openslo-rules.md"), openSloRulesPage(listRules()));
