/** Something that a document promises to exist. A link is seen from the document, a file from the root or from a module. */
export interface DocReference {
  readonly line: number;
  readonly kind: "link" | "file" | "script";
  readonly target: string;
}

const LINK = /!?\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g;
/** A path of our own in backticks: it has a folder and an ending, and no placeholder. */
const FILE = /`((?:\.?[\w-]+\/)+[\w.-]+\.(?:ts|js|md|json|yaml|yml|sql|html|css))`/g;
const SCRIPT = /\bnpm run ([\w:-]+)/g;
const BUILT_IN = /\bnpm (test|start)\b/g;

/** All references of a Markdown text, in order. Code fences are read for scripts only: their paths are the reader's. */
export function docReferences(markdown: string): DocReference[] {
  let fenced = false;
  return markdown.split("\n").flatMap((text, index) => {
    if (/^\s*(```|~~~)/.test(text)) fenced = !fenced;
    const line = index + 1;
    const found = [...named(text, SCRIPT, "script"), ...named(text, BUILT_IN, "script")];
    if (!fenced) found.push(...named(text, LINK, "link").flatMap(localLink), ...named(text, FILE, "file"));
    return found.map((reference) => ({ line, ...reference }));
  });
}

type Found = Pick<DocReference, "kind" | "target">;

function named(text: string, pattern: RegExp, kind: DocReference["kind"]): Found[] {
  return [...text.matchAll(pattern)].map(([, target = ""]) => ({ kind, target }));
}

/** Links to the web and inside the page are not ours to check; of the others, the part before `#` or `?`. */
function localLink({ kind, target }: Found): Found[] {
  if (/^[a-z][a-z+.-]*:|^\/\/|^#/i.test(target)) return [];
  return [{ kind, target: decodeURI(target.replace(/[#?].*$/, "")) }];
}
