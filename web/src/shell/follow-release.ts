const KEY = "plimsoll.reloadedAt";
/** A page that was loaded again and still lacks a file is not helped by loading it once more. */
const ONCE_IN_MS = 60_000;

/** A tab that outlived a new release asks for files that are gone: it loads the page again, which has the new names. */
export function followRelease(): void {
  window.addEventListener("vite:preloadError", (event) => {
    const now = Date.now();
    if (now - Number(sessionStorage.getItem(KEY)) < ONCE_IN_MS) return;
    event.preventDefault();
    sessionStorage.setItem(KEY, String(now));
    location.reload();
  });
}
