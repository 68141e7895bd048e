/** Where a file stands in the house. */
export interface Place {
  /** `kernel`, `intake` …; `""` for a file in `src/` itself; undefined outside `src/`. */
  readonly module: string | undefined;
  /** `model`, `actions`, `index`, `store`, `scan` …: the folder inside the module, or the file's own name. */
  readonly part: string;
  readonly isTest: boolean;
}

/** The place of a path such as `src/intake/model/record.ts`. What tests share (`x.testing.ts`) counts as a test. */
export function placeOf(path: string): Place {
  const isTest = /\.(?:test|testing)\.tsx?$/.test(path);
  const [root, module, ...inside] = path.split("/");
  if (root !== "src" || module === undefined) return { module: undefined, part: "", isTest };
  if (inside.length === 0) return { module: "", part: stem(module), isTest };
  return { module, part: stem(inside[0] ?? ""), isTest };
}

/** The name without folders and extension: `src/a/x.test.ts` → `x`. */
export function stem(path: string): string {
  return (path.split("/").at(-1) ?? "").replace(/(\.test|\.testing)?\.tsx?$/, "");
}

/** The path that a relative specifier means, seen from a file. */
export function resolveFrom(path: string, specifier: string): string {
  const parts = path.split("/").slice(0, -1);
  for (const step of specifier.split("/")) {
    if (step === "..") parts.pop();
    else if (step !== ".") parts.push(step);
  }
  return parts.join("/");
}
