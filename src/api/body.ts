/**
 * Reads a request's body as UTF-8 text, undefined when it has more than `limit` bytes. A declared length is believed
 * (the server cuts the body there), an undeclared one is counted.
 */
export async function readText(request: Request, limit: number): Promise<string | undefined> {
  const declared = request.headers.get("content-length");
  if (declared !== null) return Number(declared) <= limit ? request.text() : undefined;
  if (request.body === null) return "";
  const decoder = new TextDecoder();
  let read = 0;
  let text = "";
  for await (const chunk of request.body) {
    read += chunk.byteLength;
    if (read > limit) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** The media type without its parameters, lower case. */
export function mediaType(request: Request): string {
  return (request.headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}
