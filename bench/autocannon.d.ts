declare module "autocannon" {
  import type { EventEmitter } from "node:events";

  type Options = {
    url: string;
    connections: number;
    /** Seconds. */
    duration: number;
    method?: "GET" | "POST";
    headers?: Record<string, string>;
    body?: string;
    requests?: { path: string }[];
  };
  type Result = { requests: { total: number }; "2xx": number; non2xx: number; errors: number; duration: number };
  type Run = EventEmitter & Promise<Result>;

  /** The event `response` has (client, status, bytes, milliseconds). */
  export default function autocannon(options: Options): Run;
}
