import { encodeQR } from "qr";

const BORDER = 2;

/** A text for a phone's camera: black on white in both themes, since some cameras read nothing else. */
export function QrCode({ text }: { text: string }) {
  const rows = encodeQR(text, "raw", { border: BORDER });
  const path = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return (
    <svg
      viewBox={`0 0 ${rows.length} ${rows.length}`}
      className="size-28 bg-white"
      role="img"
      aria-label="QR code of the secret"
    >
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
