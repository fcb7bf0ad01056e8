import { encodeQR } from "qr";

/** Characters that such a picture holds comfortably. */
const LONGEST = 500;

/** A text as a QR code: one path, so that the strict policy on styles has nothing to say. Nothing for a longer text. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  if (text.length > LONGEST) return null;
  const rows = encodeQR(text, "raw", { ecc: "medium", border: 4 });
  const path = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return (
    <svg class="hifazat-qr" role="img" aria-label={label} viewBox={`0 0 ${rows.length} ${rows.length}`}>
      <rect width="100%" height="100%" fill="#fff" />
      <path d={path} fill="#000" shape-rendering="crispEdges" />
    </svg>
  );
}
