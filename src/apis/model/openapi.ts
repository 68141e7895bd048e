import { Refusal } from "#kernel";
import { basePathsOf, fieldOf } from "./base-paths.ts";
import { isObject, targetOf } from "./diff/references.ts";
import { type Operation, OperationTree } from "./operation-tree.ts";
import { outsideReferences } from "./outside-references.ts";
import { type ParsedText, parseText, type Position } from "./parsed-text.ts";
import { bracesFit, segmentOf } from "./segment.ts";

/** What is kept of an OpenAPI document. */
export interface OpenApiDocument {
  /** `info.title`; the file's name when there is none. */
  readonly title: string;
  /** In the document's order; at least one. */
  readonly operations: readonly Operation[];
  /** Path prefixes of its servers, such as "/v1". */
  readonly basePaths: readonly string[];
  readonly tree: OperationTree;
}

const MIB = 1_048_576;
/** A longer document is refused unread. */
export const DOCUMENT_CHARACTERS_MAX = 10 * MIB;
const PATH_CHARACTERS_MAX = 1_000;
const OPERATIONS_MAX = 10_000;
const FAULTS_SHOWN_MAX = 10;
/** For programs; a fault's place in JSON costs a second reading of the text, once. */
const FAULTS_TOLD_MAX = 100;
/** The fields of a path item that are operations. */
export const METHODS: ReadonlySet<string> = new Set([
  "get",
  "put",
  "post",
  "delete",
  "options",
  "head",
  "patch",
  "trace",
]);

/**
 * Reads an OpenAPI 3.0 or 3.1 document, JSON or YAML, at most 10 MiB of characters. `fileName` is only for messages.
 * Only what leads to operations is read: version, title, servers, paths and, in them, references to path items of
 * the same document. Base paths of all `servers`, of the document, of paths and of operations, hold for all paths.
 * Keys that begin with `x-` are left alone. `alone`: no other reference may lead out of the document either, as for one
 * that is kept to be compared. Refuses (`openapi.…`) with file, line, column and remedy.
 */
export function readOpenApi(text: string, fileName: string, { alone = false } = {}): OpenApiDocument {
  if (text.length > DOCUMENT_CHARACTERS_MAX) {
    throw new Refusal(
      "limit",
      "openapi.too-large",
      `${fileName} is larger than 10 MiB and is not read. Keep only its paths, or split it by API.`,
      { file: fileName },
    );
  }
  const parsed = parseText(text);
  if ("fault" in parsed) {
    const { fault, line, column } = parsed;
    const detail = `${fileName}, line ${line}, column ${column}: ${fault}. This is not valid JSON or YAML; correct it there.`;
    throw new Refusal("invalid", "openapi.syntax", detail, {
      file: fileName,
      line,
      column,
      faults: [{ detail: `${fault}. This is not valid JSON or YAML; correct it there.`, line, column }],
    });
  }
  const reader = new Reader(parsed.value);
  reader.readHead();
  if (reader.faults.length === 0) reader.readPaths();
  if (alone && reader.faults.length === 0) reader.refuseOutside();
  refuseIfFaulty(reader.faults, parsed, fileName);
  const title = fieldOf(fieldOf(parsed.value, "info"), "title");
  return {
    title: typeof title === "string" && title !== "" ? title : fileName,
    operations: reader.operations,
    basePaths: [...reader.basePaths],
    tree: new OperationTree(reader.operations, [...reader.basePaths]),
  };
}

interface Fault {
  readonly code: string;
  readonly path: readonly string[];
  readonly text: string;
}

/** Walks the document once, to a fixed depth, and collects operations and faults. */
class Reader {
  readonly faults: Fault[] = [];
  readonly operations: Operation[] = [];
  readonly basePaths = new Set<string>();
  readonly #document: unknown;
  /** Path template without parameter names → the template as first written. */
  readonly #shapes = new Map<string, string>();

  constructor(document: unknown) {
    this.#document = document;
  }

  readHead(): void {
    if (!isObject(this.#document)) {
      return this.#fault(
        "openapi.not-an-object",
        [],
        "an OpenAPI document is an object with `openapi`, `info` and `paths`. Check that this is the right file",
      );
    }
    const version = fieldOf(this.#document, "openapi");
    const swagger = fieldOf(this.#document, "swagger");
    if (version === undefined && swagger !== undefined) {
      return this.#fault(
        "openapi.version",
        ["swagger"],
        `Swagger ${printed(swagger)} is not read. Convert the document to OpenAPI 3.0 or 3.1 first`,
      );
    }
    if (!/^3\.[01](\.|$)/.test(printed(version))) {
      const found =
        version === undefined ? "the field `openapi` is missing" : `OpenAPI ${printed(version)} is not read`;
      return this.#fault(
        "openapi.version",
        ["openapi"],
        `${found}. Give a document with \`openapi: 3.0.x\` or \`3.1.x\``,
      );
    }
    if (!isObject(fieldOf(this.#document, "paths"))) {
      this.#fault(
        "openapi.no-paths",
        ["paths"],
        "there are no `paths`, so no request can be given an operation. Add them, or leave the document out",
      );
    }
  }

  readPaths(): void {
    this.#addBasePaths(fieldOf(this.#document, "servers"));
    for (const [path, item] of Object.entries(fieldOf(this.#document, "paths") ?? {})) {
      if (!path.startsWith("x-") && this.#pathFits(path)) this.#readPathItem(path, item);
      if (this.operations.length <= OPERATIONS_MAX) continue;
      return this.#fault(
        "openapi.too-many-operations",
        ["paths", path],
        "there are more than 10,000 operations. Split the document by API",
      );
    }
    if (this.operations.length === 0 && this.faults.length === 0) {
      this.#fault(
        "openapi.no-operations",
        ["paths"],
        "no path has an operation such as `get`, so no request can be given one. Add them, or leave the document out",
      );
    }
  }

  #pathFits(path: string): boolean {
    const problem = pathProblem(path);
    if (problem) {
      this.#fault(problem.code, ["paths", path], problem.text(path));
      return false;
    }
    const shape = path
      .split("/")
      .map((text) => segmentOf(text).shape)
      .join("/");
    const first = this.#shapes.get(shape);
    this.#shapes.set(shape, first ?? path);
    if (first === undefined) return true;
    this.#fault(
      "openapi.duplicate-path",
      ["paths", path],
      `${path} matches the same requests as ${first}. Put both under one path`,
    );
    return false;
  }

  #readPathItem(path: string, written: unknown): void {
    const item = this.#resolved(path, written);
    if (!isObject(item)) return;
    if (fieldOf(item, "<<") !== undefined) {
      return this.#fault(
        "openapi.merge-key",
        ["paths", path, "<<"],
        "YAML merge keys (`<<`) are not read here. Write the operations out, or use `$ref`",
      );
    }
    this.#addBasePaths(fieldOf(item, "servers"));
    for (const [method, operation] of Object.entries(item)) {
      if (!METHODS.has(method) || !isObject(operation)) continue;
      const name = method.toUpperCase();
      this.operations.push({ name: `${name} ${path}`, method: name, path });
      this.#addBasePaths(fieldOf(operation, "servers"));
    }
  }

  refuseOutside(): void {
    for (const path of outsideReferences(this.#document)) {
      this.#fault(
        "openapi.reference",
        path,
        "this reference leads out of the document, and is not followed. Bundle the document into one file first",
      );
    }
  }

  /** A path item, behind at most one reference (those to other files are refused, not followed). */
  #resolved(path: string, item: unknown): unknown {
    if (!isObject(item)) {
      this.#fault("openapi.path-item", ["paths", path], `${path} must be an object with operations such as \`get\``);
      return undefined;
    }
    const reference = fieldOf(item, "$ref");
    if (reference === undefined) return item;
    const target = typeof reference === "string" ? targetOf(this.#document, reference) : undefined;
    if (isObject(target) && fieldOf(target, "$ref") === undefined) return { ...target, ...item };
    this.#fault(
      "openapi.reference",
      ["paths", path, "$ref"],
      `${printed(reference)} is not a path item of this document. Bundle the document into one file first`,
    );
    return undefined;
  }

  #addBasePaths(servers: unknown): void {
    for (const path of basePathsOf(servers)) if (this.basePaths.size < 100) this.basePaths.add(path);
  }

  #fault(code: string, path: readonly string[], text: string): void {
    this.faults.push({ code, path, text });
  }
}

function pathProblem(path: string): PathRule | undefined {
  return PATH_RULES.find(({ fits }) => !fits(path));
}

interface PathRule {
  readonly code: string;
  readonly fits: (path: string) => boolean;
  readonly text: (path: string) => string;
}

const PATH_RULES: readonly PathRule[] = [
  {
    code: "openapi.path-too-long",
    fits: (path) => path.length <= PATH_CHARACTERS_MAX,
    text: () => "a path has at most 1,000 characters",
  },
  {
    code: "openapi.path-slash",
    fits: (path) => path.startsWith("/"),
    text: (path) => `"${path}" must begin with a slash: "/${path}"`,
  },
  {
    code: "openapi.path-query",
    fits: (path) => !/[?#]/.test(path),
    text: (path) =>
      `${path} has a query or fragment, and requests are told apart by their path only. Describe the query as parameters`,
  },
  {
    code: "openapi.path-braces",
    fits: (path) => path.split("/").every(bracesFit),
    text: (path) =>
      `${path} has a brace without its partner, or a parameter without a name. Write it like /orders/{id}`,
  },
];

function refuseIfFaulty(faults: readonly Fault[], parsed: ParsedText, file: string): void {
  const [first] = faults;
  if (first === undefined) return;
  const lines = faults.slice(0, FAULTS_SHOWN_MAX).map((fault) => {
    const { line, column } = parsed.positionOf(fault.path);
    return `${file}, line ${line}, column ${column}: ${fault.text}.`;
  });
  const left = faults.length - lines.length;
  if (left > 0) lines.push(`There are ${left} more faults of this kind or others.`);
  const told = faults
    .slice(0, FAULTS_TOLD_MAX)
    .map(({ text, path }) => ({ detail: `${text}.`, ...placed(parsed.positionOf(path)) }));
  throw new Refusal("invalid", first.code, lines.join("\n"), {
    file,
    ...placed(parsed.positionOf(first.path)),
    faults: told,
  });
}

function placed({ line, column }: Position): Position {
  return { line, column };
}

/** A value in a message: short, whatever it is (an object may contain itself). */
function printed(value: unknown): string {
  return typeof value === "object" && value !== null ? "that value" : String(value).slice(0, 100);
}
