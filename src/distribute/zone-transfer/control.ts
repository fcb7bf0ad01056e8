import { createConnection, type Socket } from "node:net";
import { HifazatError } from "../../core/errors.ts";
import { END_BYTES, encodeBlock, type Message, type Unit, UnitDecoder } from "./units.ts";

/** Silence of knotd, in milliseconds, after which a command has failed. */
const ANSWER_MS = 30_000;
/** Units that are answered by one BLOCK. Refusals come with it, so a bad batch ends after so many. */
const BATCH = 1_000;
/** Units of one answer that `call` keeps; longer ones are for `read`. */
const MAX_ANSWER_UNITS = 10_000;

export type Command = Unit & { readonly cmd: string };

/** knotd, as this part needs it. */
export type Control = {
  /**
   * Runs one command, with more units of the same where it takes them, and returns the answer's units. Throws
   * `zone_refused` when knotd refuses, `zone_unreachable` when it cannot be asked or is silent for `patience` ms.
   */
  call(command: Command, patience?: number): Promise<Unit[]>;
  /** The same command with every unit, in batches. Stops at the first refusal. Returns how many there were. */
  callEach(cmd: string, units: Iterable<Unit>): Promise<number>;
  /** The answer's units as they come, for answers of any length. To be read to its end. */
  read(command: Command): AsyncGenerator<Unit>;
  close(): Promise<void>;
};

/**
 * Connects to the control socket of a running knotd. knotd serves one connection after the other: while this one is
 * open, others wait. Throws `zone_unreachable`.
 */
export async function openControl(path: string, answerMs: number = ANSWER_MS): Promise<Control> {
  const socket = await connect(path);
  return new SocketControl(socket, answerMs);
}

function connect(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path);
    socket.once("connect", () => {
      socket.off("error", refuse);
      resolve(socket);
    });
    socket.once("error", refuse);
    function refuse(cause: NodeJS.ErrnoException): void {
      const hint = cause.code === "EACCES" ? "this user may not write to it" : "is knotd running?";
      const message = `Knot DNS cannot be reached at ${path} (${cause.code ?? cause.message}): ${hint}`;
      reject(new HifazatError("zone_unreachable", message, { cause }));
    }
  });
}

class SocketControl implements Control {
  readonly #socket: Socket;
  readonly #answerMs: number;
  readonly #decoder = new UnitDecoder();
  readonly #chunks: AsyncIterator<Uint8Array>;

  constructor(socket: Socket, answerMs: number) {
    this.#socket = socket;
    this.#answerMs = answerMs;
    this.#chunks = socket[Symbol.asyncIterator]();
    socket.on("timeout", () => socket.destroy(new HifazatError("zone_unreachable", "Knot DNS does not answer.")));
    // The reader meets the error; without a listener one that comes between two commands would end the process.
    socket.on("error", () => {});
  }

  async call(command: Command, patience: number = this.#answerMs): Promise<Unit[]> {
    return this.#exchange([command], command.cmd, patience);
  }

  async callEach(cmd: string, units: Iterable<Unit>): Promise<number> {
    let sent = 0;
    let batch: Unit[] = [];
    for (const unit of units) {
      // Only the first of a block names the command.
      batch.push(batch.length === 0 ? { ...unit, cmd } : unit);
      if (batch.length < BATCH) continue;
      await this.#exchange(batch, cmd, this.#answerMs);
      sent += batch.length;
      batch = [];
    }
    if (batch.length > 0) await this.#exchange(batch, cmd, this.#answerMs);
    return sent + batch.length;
  }

  async *read(command: Command): AsyncGenerator<Unit> {
    this.#send(encodeBlock([command]), this.#answerMs);
    let refused: Unit | undefined;
    for await (const unit of this.#answer()) {
      if (unit.error === undefined) yield unit;
      else refused ??= unit;
    }
    if (refused !== undefined) throw refusal(command.cmd, refused);
  }

  async close(): Promise<void> {
    if (this.#socket.destroyed) return;
    const closed = new Promise((resolve) => this.#socket.once("close", resolve));
    this.#socket.write(END_BYTES);
    this.#socket.destroySoon();
    await closed;
  }

  async #exchange(units: readonly Unit[], cmd: string, patience: number): Promise<Unit[]> {
    this.#send(encodeBlock(units), patience);
    const answer: Unit[] = [];
    let refused: Unit | undefined;
    for await (const unit of this.#answer()) {
      if (unit.error !== undefined) refused ??= unit;
      if (answer.push(unit) > MAX_ANSWER_UNITS) throw this.#fail("Knot DNS answered more than was asked.");
    }
    if (refused !== undefined) throw refusal(cmd, refused);
    return answer;
  }

  /** Never waits for the write to drain: a batch is small, and knotd may not read on before its answer is read. */
  #send(bytes: Uint8Array, patience: number): void {
    this.#socket.setTimeout(patience);
    this.#socket.write(bytes);
  }

  /** Units up to the BLOCK. */
  async *#answer(): AsyncGenerator<Unit> {
    for (;;) {
      for (const message of await this.#next()) {
        if (message.kind === "block") {
          this.#socket.setTimeout(0);
          return;
        }
        if (message.kind === "end") throw this.#fail("Knot DNS ended the conversation.");
        yield message.unit;
      }
    }
  }

  async #next(): Promise<Message[]> {
    try {
      const { done, value } = await this.#chunks.next();
      if (done) throw new HifazatError("zone_unreachable", "Knot DNS closed its control socket: was it stopped?");
      return this.#decoder.push(value);
    } catch (cause) {
      this.#socket.destroy();
      if (cause instanceof HifazatError) throw cause;
      throw new HifazatError("zone_unreachable", "The connection to Knot DNS broke.", { cause });
    }
  }

  #fail(message: string): HifazatError {
    this.#socket.destroy();
    return new HifazatError("zone_unreachable", message);
  }
}

function refusal(command: string, { error = "", owner, id }: Unit): HifazatError {
  const about = owner ?? id;
  const where = about === undefined ? "" : ` for ${about}`;
  return new HifazatError("zone_refused", `Knot DNS refused ${command}${where}: ${error}`, {
    details: { command, error, ...(about !== undefined && { about }) },
  });
}
