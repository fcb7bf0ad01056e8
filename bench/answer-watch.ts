import { createSocket, type Socket } from "node:dgram";
import { setTimeout as pause } from "node:timers/promises";

export type Kind = "blocked" | "open";
/** Between two questions, milliseconds. */
const EVERY_MS = 5;
/** Shorter silences are the stream's own rhythm. */
const NOTED_GAP_MS = 10;
const STEADY = "steady-stream.pk";
const NXDOMAIN = 3;

/** Asks a resolver on loopback steadily, so that a moment without answers shows, and for single names until they change. */
export class AnswerWatch {
  readonly #socket: Socket;
  readonly #port: number;
  readonly #asked = new Map<number, string>();
  readonly #heard = new Map<string, Kind>();
  /** Silences of the steady stream that are over: when, as Date.now(), and how long they were. */
  readonly #gaps: { readonly until: number; readonly ms: number }[] = [];
  #id = 0;
  #last = Date.now();
  readonly #timer: NodeJS.Timeout;

  private constructor(port: number, socket: Socket) {
    this.#port = port;
    this.#socket = socket;
    this.#timer = setInterval(() => this.#ask(STEADY), EVERY_MS);
    socket.on("message", (answer) => this.#hear(answer));
    // A port where nobody listens yet.
    socket.on("error", () => {});
  }

  static async open(port: number): Promise<AnswerWatch> {
    const socket = createSocket("udp4");
    await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
    return new AnswerWatch(port, socket);
  }

  /** The longest time without an answer from `since` (Date.now()) to now, milliseconds; of one from before, what is after it. */
  longestGap(since: number): number {
    const gaps = this.#gaps.map(({ until, ms }) => Math.min(ms, until - since));
    return Math.max(...gaps, Date.now() - Math.max(this.#last, since), 0);
  }

  /** Resolves when the resolver says so about the name: the time, as Date.now(). */
  async until(name: string, kind: Kind, patienceMs: number): Promise<number> {
    this.#heard.delete(name);
    for (const end = Date.now() + patienceMs; Date.now() < end; ) {
      this.#ask(name);
      await pause(EVERY_MS);
      if (this.#heard.get(name) === kind) return Date.now();
    }
    const heard = this.#heard.get(name) ?? "without an answer";
    throw new Error(`${name} is ${heard} after ${patienceMs / 1_000} s, and should be ${kind}`);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#socket.close();
  }

  #ask(name: string): void {
    this.#id = (this.#id + 1) & 0xffff;
    this.#asked.set(this.#id, name);
    const head = Buffer.from([this.#id >> 8, this.#id & 0xff, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    const labels = name.split(".").map((label) => Buffer.from([label.length, ...Buffer.from(label)]));
    this.#socket.send(Buffer.concat([head, ...labels, Buffer.from([0, 0, 1, 0, 1])]), this.#port, "127.0.0.1");
  }

  #hear(answer: Buffer): void {
    const name = this.#asked.get(answer.readUInt16BE(0));
    this.#asked.delete(answer.readUInt16BE(0));
    if (name === undefined) return;
    const code = answer.readUInt8(3) & 0x0f;
    const kind = code === NXDOMAIN ? "blocked" : code === 0 && answer.readUInt16BE(6) > 0 ? "open" : undefined;
    if (kind !== undefined) this.#heard.set(name, kind);
    if (name !== STEADY) return;
    const now = Date.now();
    if (now - this.#last >= NOTED_GAP_MS) this.#gaps.push({ until: now, ms: now - this.#last });
    this.#last = now;
  }
}
