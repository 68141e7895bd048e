/** What is read and written of package-lock.json (version 3). Other keys are kept as they are. */
export interface LockFile {
  readonly packages: Readonly<Record<string, LockEntry>>;
}

/** One installed package; the key "" is the project itself. */
export interface LockEntry {
  readonly version?: string;
  readonly resolved?: string;
  /** Of a workspace: `resolved` is its folder. */
  readonly link?: boolean;
  readonly optional?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** The key under which npm puts a dependency of `from`: the nearest one upwards; undefined when there is none. */
export function findEntry(packages: LockFile["packages"], from: string, name: string): string | undefined {
  for (let folder = from; ; folder = parentOf(folder)) {
    const key = `${folder === "" ? "" : `${folder}/`}node_modules/${name}`;
    if (packages[key] !== undefined) return key;
    if (folder === "") return undefined;
  }
}

function parentOf(folder: string): string {
  const at = folder.lastIndexOf("/node_modules/");
  return at < 0 ? "" : folder.slice(0, at);
}
