/**
 * The text whose bytewise order is the list's order (README 4): host labels from the right joined by `!`, then, when
 * the value has a port or a path, a space and that rest. Space and `!` are below every byte of a label, so a name
 * stands before its URLs, those before its children, and all of them before the next name.
 */
export function sortKey(value: string): string {
  const end = hostEnd(value);
  const host = end === value.length ? value : value.slice(0, end);
  const rest = end === value.length ? "" : ` ${value.slice(end)}`;
  let dot = host.lastIndexOf(".");
  if (dot === -1) return host + rest;
  let key = host.slice(dot + 1);
  while (dot > 0) {
    const next = host.lastIndexOf(".", dot - 1);
    key += `!${host.slice(next + 1, dot)}`;
    dot = next;
  }
  return dot === 0 ? `${key}!${rest}` : key + rest;
}

/** The value a sort key was made from. */
export function valueOfSortKey(key: string): string {
  const space = key.indexOf(" ");
  let end = space === -1 ? key.length : space;
  let host = "";
  for (let mark = key.lastIndexOf("!", end - 1); mark !== -1; mark = key.lastIndexOf("!", end - 1)) {
    host += `${key.slice(mark + 1, end)}.`;
    end = mark;
  }
  host += key.slice(0, end);
  return space === -1 ? host : host + key.slice(space + 1);
}

/** Where the host of a canonical value ends: the first `:` or `/`, or its length. */
function hostEnd(value: string): number {
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code === 0x3a || code === 0x2f) return at;
  }
  return value.length;
}
