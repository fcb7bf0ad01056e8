import { type DestinationStream, destination, type Logger, pino } from "pino";
import { HifazatError } from "../core/errors.ts";

/**
 * The log: JSON lines on standard error, so that standard output stays for people. There is no line per request: an
 * address somebody looked up must not be in it, and a line costs 13 % of the lookup's throughput (DESIGN 11).
 */
export function createLogger(level = "info", to: DestinationStream = destination({ fd: 2, sync: true })): Logger {
  return pino(
    {
      level,
      base: { service: "hifazat" },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      // Nothing of ours logs these members; should someone begin to, they go out empty.
      redact: { paths: REDACTED.flatMap((name) => [name, `*.${name}`]), censor: "[redacted]" },
    },
    to,
  );
}

const REDACTED = ["url", "query", "body", "input", "headers", "req", "request", "password", "token", "code"] as const;

/** An error outside of a request: message and stack, but none of its other members (`input` of an invalid URL is one). */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error, message: String(error) };
  const { name, message, stack } = error;
  const kind = errorKind(error);
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) };
  return { name, ...(kind === undefined ? {} : { kind }), message, stack, ...cause };
}

/**
 * An error inside a request: where it happened and of what kind it is. Not its message, because the message of an error
 * nobody foresaw may quote what the caller asked.
 */
export function describeRequestError(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line));
  const kind = errorKind(error);
  const cause = error.cause === undefined ? {} : { cause: describeRequestError(error.cause) };
  return { name: error.name, ...(kind === undefined ? {} : { kind }), at: frames.map((line) => line.trim()), ...cause };
}

function errorKind(error: Error): string | undefined {
  if (error instanceof HifazatError) return error.code;
  const code = (error as NodeJS.ErrnoException).code;
  return typeof code === "string" ? code : undefined;
}
