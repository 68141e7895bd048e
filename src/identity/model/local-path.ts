const SOMEWHERE = "http://here.invalid";

/** The path of a page of ours, as it stands; "/" for what leads, or could be read as leading, to another site. */
export function localPath(text: string): string {
  if (!/^\/(?![/\\])/.test(text) || /[\p{C}\\]/u.test(text)) return "/";
  const url = URL.parse(text, SOMEWHERE);
  return url?.origin === SOMEWHERE ? text : "/";
}
