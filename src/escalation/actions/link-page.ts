import { type Html, html, raw } from "#kernel";

/** What a page behind a link says. */
export interface LinkPage {
  readonly title: string;
  readonly sentences: readonly string[];
  /** The one thing to do; absent: nothing is left to do. */
  readonly button?: string;
  /** Where to see all of it. */
  readonly link?: { readonly text: string; readonly url: string };
}

/** A whole page without a script, for a phone at night: what it is, who has it, one button. Below 14 kB. */
export function linkPage({ title, sentences, button, link }: LinkPage): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${sentences.slice(0, SENTENCES_MAX).map((text) => html`<p>${text.slice(0, LETTERS_MAX)}</p>`)}
${button !== undefined && html`<form method="post"><button>${button}</button></form>`}
${link !== undefined && html`<p><a href="${link.url}">${link.text}</a></p>`}
</main>
</body>
</html>
`;
}

const SENTENCES_MAX = 10;
const LETTERS_MAX = 600;

const STYLE = `
body { margin: 0; font: 18px/1.5 system-ui, sans-serif; background: Canvas; color: CanvasText; }
main { max-width: 34rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.35rem; line-height: 1.25; overflow-wrap: anywhere; }
p { overflow-wrap: anywhere; }
button { width: 100%; min-height: 4.5rem; font: inherit; font-size: 1.35rem; font-weight: 600; border: 0;
  border-radius: 0.5rem; background: #0b5c8a; color: #fff; cursor: pointer; }
button:focus-visible, a:focus-visible { outline: 3px solid currentColor; outline-offset: 3px; }
a { color: LinkText; }
`;
