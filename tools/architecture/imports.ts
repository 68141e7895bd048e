import { placeOf, resolveFrom, type Place } from "./place.ts";
import { NEVER, ORDER, PARTS, ROOT_MAY_REACH } from "./rules.ts";
import type { Import, Source } from "./source.ts";
import type { Violation } from "./violation.ts";

/**
 * Who may import whom: `./x.ts` inside a module, `#module` to another, only downwards, each part only what it may.
 * Tests beside the code may use every door and every node module; what lies outside `src/` may import anything.
 */
export function checkImports(sources: readonly Source[]): Violation[] {
  const doors = new Map(sources.map((source) => [source.path, source]));
  return sources.flatMap((source) => {
    const place = placeOf(source.path);
    if (place.module === undefined) return [];
    return source.imports.flatMap((imported) => {
      const message = importFault({ source, place, imported, doors });
      return message === undefined ? [] : [{ rule: "imports", path: source.path, line: imported.line, message }];
    });
  });
}

interface Asked {
  readonly source: Source;
  readonly place: Place;
  readonly imported: Import;
  readonly doors: ReadonlyMap<string, Source>;
}

function importFault(asked: Asked): string | undefined {
  const { specifier } = asked.imported;
  if (specifier.startsWith(".")) return relativeFault(asked);
  if (specifier.startsWith("#")) return doorFault(asked, specifier.slice(1));
  return foreignFault(asked, specifier);
}

function relativeFault({ source, place, imported }: Asked): string | undefined {
  const target = placeOf(resolveFrom(source.path, imported.specifier));
  if (place.module === "") {
    if (target.module === "" || ROOT_MAY_REACH.includes(target.module ?? "")) return undefined;
    return `src/ itself reaches only into ${ROOT_MAY_REACH.join(" and ")}; use a door (#${target.module ?? "module"})`;
  }
  if (target.module !== place.module) {
    if (isSharedFixture({ from: place, path: imported.specifier, target })) return undefined;
    return `${imported.specifier} leaves the module: import another one through its door (#${target.module ?? "module"})`;
  }
  if (place.isTest) return undefined;
  if (target.isTest) return "code does not import tests";
  if (target.part === "index") return "a module does not import its own door: name the file that you mean";
  return ownPartFault(place, target);
}

/** What tests of a module share (`x.testing.ts`) serves the tests of those above it too. */
function isSharedFixture({ from, path, target }: { from: Place; path: string; target: Place }): boolean {
  return from.isTest && path.endsWith(".testing.ts") && rankOf(target.module ?? "") < rankOf(from.module ?? "");
}

function ownPartFault(place: Place, target: Place): string | undefined {
  const rule = PARTS[place.part];
  if (rule === undefined || rule.own.includes("*") || rule.own.includes(target.part)) return undefined;
  return `${place.part} may not know ${target.part}; of its own module it may import ${listText(rule.own)}`;
}

function doorFault(asked: Asked, name: string): string | undefined {
  const { place, imported } = asked;
  const rank = rankOf(name);
  if (name.includes("/") || rank < 0) return `#${name} is no module of the order in tools/architecture/rules.ts`;
  if (place.isTest || place.module === "") return undefined;
  const module = place.module ?? "";
  if (name === module) return `#${name} is this module: use ./`;
  if (rankOf(module) < 0) return `${module} is no module of the order in tools/architecture/rules.ts`;
  const never = NEVER[module];
  if (never?.modules.includes(name) === true) return `${module} may not import #${name}: ${never.why}`;
  if (rank >= rankOf(module)) return `#${name} is not below ${module}: publish an event, or pass it in`;
  if (name === "kernel") return undefined;
  const rule = PARTS[place.part];
  if (rule !== undefined && !rule.doors.includes("*") && !rule.doors.includes(name)) {
    return `${place.part} may not import #${name}; its doors are ${listText(["kernel", ...rule.doors])}`;
  }
  return place.part === "model" ? impureFault(imported, asked.doors.get(`src/${name}/index.ts`)) : undefined;
}

/** A model may take types from any door below it, but values only from what that door passes on from its model. */
function impureFault(imported: Import, door: Source | undefined): string | undefined {
  if (door === undefined) return undefined;
  const impure = imported.names.filter(
    ({ name, typeOnly }) =>
      !typeOnly &&
      door.imports.some(
        (out) =>
          out.reExport && !out.specifier.startsWith("./model/") && out.names.some((exported) => exported.name === name),
      ),
  );
  if (impure.length === 0) return undefined;
  return `a model stays pure: ${listText(impure.map(({ name }) => name))} comes from outside ${door.path.replace("index.ts", "model/")}`;
}

function foreignFault({ place, imported }: Asked, specifier: string): string | undefined {
  const rule = PARTS[place.part];
  if (place.isTest || rule === undefined || imported.typeOnly) return undefined;
  if (specifier.startsWith("node:")) {
    return rule.node
      ? undefined
      : `${place.part} may not import ${specifier}: it takes plain values, the shell does I/O`;
  }
  if (rule.packages.includes("*") || rule.packages.includes(specifier)) return undefined;
  return `${place.part} may not import the package ${specifier}`;
}

function rankOf(module: string): number {
  return ORDER.findIndex((group) => group.split(" ").includes(module));
}

function listText(words: readonly string[]): string {
  return words.length === 0 ? "nothing" : words.join(", ");
}
