import { createHash } from "node:crypto";
import { chartScript, chartStyle, plimsollIcon } from "#charts";
import { dateTimeText, html, type Html } from "#kernel";
import { alertsSection } from "./page/alerts.ts";
import { answerSection } from "./page/answer.ts";
import { budgetSection } from "./page/budgets.ts";
import { clientsSection } from "./page/clients.ts";
import type { PageInput } from "./page/input.ts";
import { nextSection } from "./page/next.ts";
import { pageStyle } from "./page/style.ts";
import { operationsSection, statusesSection } from "./page/tables.ts";
import { trafficSection } from "./page/traffic.ts";
import { whatIfSection } from "./page/what-if.ts";
import { apiName } from "./page/words.ts";
import { intervalText } from "../words.ts";

/**
 * The whole report of a replay as one HTML document that needs nothing else: it opens from disk, asks no network,
 * and is complete without script. Everything from the log is printed as text. Allows itself inline styles and its
 * one script (by its hash), and forbids all else.
 */
export function replayPage(input: PageInput): string {
  const { report } = input;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${apiName(report)}: ${intervalText(report)} · Plimsoll</title>
<link rel="icon" href="${plimsollIcon()}">
<style>${chartStyle}${pageStyle}</style>
</head>
<body>
${answerSection(input)}
<main>
${sections(input)}
</main>
<footer><p>Made by Plimsoll ${input.version} on ${dateTimeText(input.madeAt)}. All times are UTC. This file is complete: it loads nothing, and sends nothing.</p></footer>
<script>${chartScript}</script>
</body>
</html>
`.text;
}

function sections(input: PageInput): readonly Html[] {
  return [
    budgetSection(input),
    trafficSection(input),
    alertsSection(input),
    whatIfSection(input),
    clientsSection(input),
    operationsSection(input),
    statusesSection(input),
    nextSection(input),
  ];
}

const scriptHash = createHash("sha256").update(chartScript.text).digest("base64");
const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${scriptHash}'; img-src data:; base-uri 'none'; form-action 'none'`;
