/** Seconds that a `Retry-After` asks for; its form with a date is not used by the registry and is not read. */
export function retryAfterOf(header: string | string[] | undefined): number | undefined {
  return typeof header === "string" && /^\d{1,9}$/.test(header) ? Number(header) : undefined;
}
