/**
 * Runs something once the page has been painted, in a task of its own: what React does for a click is to be seen before
 * the drawing of charts begins. Returns what calls it off.
 */
export function afterPaint(run: () => void): () => void {
  let timer: number | undefined;
  const frame = requestAnimationFrame(() => {
    timer = window.setTimeout(run);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
