/** Whether If-None-Match or If-Range names this strong ETag (RFC 9110, 8.8.3.2; weak ones never match a range). */
export function namesEtag(header: string | null, etag: string, comparison: "weak" | "strong"): boolean {
  if (header === null) return false;
  if (header.trim() === "*") return comparison === "weak";
  return header.split(",").some((item) => {
    const named = item.trim();
    return named === etag || (comparison === "weak" && named === `W/${etag}`);
  });
}
