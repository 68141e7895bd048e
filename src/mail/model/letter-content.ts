import { html } from "#kernel";
import type { LetterContent } from "./letter.ts";

/** What a letter says, in the order in which it is read. */
export interface LetterParts {
  readonly paragraphs: readonly string[];
  /** What the reader is asked to do. */
  readonly link?: { readonly text: string; readonly url: string };
  /** Said at the end, in small: why it came, and what to do with it otherwise. */
  readonly because: string;
}

/** The same words as plain text and as HTML; names in them are text in both. */
export function letterContent({ paragraphs, link, because }: LetterParts): LetterContent {
  const linked = link === undefined ? [] : [`${link.text}:\n${link.url}`];
  const text = [...paragraphs, ...linked, `--\n${because}`].join("\n\n");
  const page = html`<!doctype html>
    <html lang="en">
      <body style="font: 16px/1.5 sans-serif; color: #1c2733; max-width: 36em">
        ${paragraphs.map((one) => html`<p>${one}</p>`)}
        ${link !== undefined && html`<p><a href="${link.url}">${link.text}</a></p>`}
        <p style="font-size: 14px; color: #5b6875">${because}</p>
      </body>
    </html>`;
  return { text: `${text}\n`, html: page.text };
}
