/** What the architecture rules read of one TypeScript file. */
export interface Source {
  /** From the root, with forward slashes: `src/kernel/ppm.ts`. */
  readonly path: string;
  readonly lines: readonly string[];
  readonly imports: readonly Import[];
  readonly declarations: readonly Declaration[];
}

/** One import, re-export or dynamic import. `names` is empty for side effects, namespaces and dynamic imports. */
export interface Import {
  readonly line: number;
  readonly specifier: string;
  readonly typeOnly: boolean;
  readonly names: readonly ImportedName[];
  readonly reExport: boolean;
}

/** A name as the other file exports it. */
export interface ImportedName {
  readonly name: string;
  readonly typeOnly: boolean;
}

/** A declaration at the top of a file. */
export interface Declaration {
  readonly line: number;
  readonly name: string;
  readonly exported: boolean;
}

/**
 * Reads a file that the formatter wrote: statements at the top of a file begin in the first column, so a line scan
 * finds all of them without a parser. A template literal with such a line would be read too: a false alarm, never
 * a miss.
 */
export function readSource(path: string, text: string): Source {
  const lines = text.split("\n");
  return {
    path,
    lines,
    imports: [...staticImports(text), ...dynamicImports(lines)],
    declarations: declarations(lines),
  };
}

const CLAUSE = String.raw`(?:\w+\s*,\s*)?(?:\{[^}]*\}|\*(?:\s+as\s+\w+)?|\w+)`;
const IMPORT = new RegExp(String.raw`^(import|export)\s+(?:(type\s+)?(${CLAUSE})\s+from\s+)?["']([^"']+)["']`, "gm");
const DYNAMIC_IMPORT = /\bimport\(\s*["'`]([^"'`]+)["'`]/g;
const DECLARATION =
  /^(export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\*?|class|interface|type|const|let)\s+(\w+)/;

function staticImports(text: string): Import[] {
  return [...text.matchAll(IMPORT)].map((match) => {
    const [, keyword, type, clause = "", specifier = ""] = match;
    return {
      line: lineAt(text, match.index),
      specifier,
      typeOnly: type !== undefined,
      names: importedNames(clause, type !== undefined),
      reExport: keyword === "export",
    };
  });
}

function importedNames(clause: string, typeOnly: boolean): ImportedName[] {
  const braces = /\{([^}]*)\}/.exec(clause)?.[1] ?? "";
  return braces
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => ({
      name: (part.replace(/^type\s+/, "").split(/\s+as\s+/)[0] ?? part).trim(),
      typeOnly: typeOnly || /^type\s/.test(part),
    }));
}

function dynamicImports(lines: readonly string[]): Import[] {
  return lines.flatMap((text, index) =>
    /^\s*(\/\/|\*|\/\*)/.test(text)
      ? []
      : [...text.matchAll(DYNAMIC_IMPORT)].map(([, specifier = ""]) => ({
          line: index + 1,
          specifier,
          typeOnly: false,
          names: [],
          reExport: false,
        })),
  );
}

function declarations(lines: readonly string[]): Declaration[] {
  return lines.flatMap((text, index) => {
    const match = DECLARATION.exec(text);
    return match ? [{ line: index + 1, name: match[2] ?? "", exported: match[1] !== undefined }] : [];
  });
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}
