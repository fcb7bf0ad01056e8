/**
 * A parameter of a request's URL, decoded as forms are; the first of several; undefined when absent. The lookup asks for
 * one parameter of one name, so that case is read without building a URLSearchParams.
 */
export function queryParameter(url: string, name: string): string | undefined {
  const question = url.indexOf("?");
  if (question === -1) return undefined;
  const start = question + name.length + 2;
  if (url.startsWith(name, question + 1) && url[start - 1] === "=" && !/[&+]/.test(url)) {
    const value = url.slice(start);
    if (!value.includes("%")) return value;
    try {
      return decodeURIComponent(value);
    } catch {
      // Not UTF-8: read like every other form below, with replacement characters.
    }
  }
  return new URLSearchParams(url.slice(question)).get(name) ?? undefined;
}
