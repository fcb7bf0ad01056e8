import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { type Control, openControl } from "../../../src/distribute/zone-transfer/control.ts";
import { encodeBlock, type Message, UnitDecoder } from "../../../src/distribute/zone-transfer/units.ts";

const BLOCK = 3;
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Something that listens where knotd would, and does what it is told. */
async function listening(answer: (socket: Socket, bytes: Buffer) => void): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "hifazat-control-"));
  const path = join(folder, "knot.sock");
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => {
    sockets.push(socket);
    socket.on("data", (bytes) => answer(socket, Buffer.from(bytes))).on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  closing.push(() => rmSync(folder, { recursive: true }));
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return path;
}

async function connected(answer: (socket: Socket, bytes: Buffer) => void, answerMs?: number): Promise<Control> {
  const control = await openControl(await listening(answer), answerMs);
  closing.push(() => control.close());
  return control;
}

/** Answers every block with these units. */
const answering =
  (...units: Parameters<typeof encodeBlock>[0]) =>
  (socket: Socket, bytes: Buffer) =>
    void (bytes.at(-1) === BLOCK && socket.write(encodeBlock(units)));

test("units_are_read_however_the_stream_is_cut", () => {
  const value = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) });
  const unit = fc.record({ cmd: value, error: value, owner: value, data: value }, { requiredKeys: [] });
  fc.assert(
    fc.property(fc.array(unit), fc.array(fc.nat(200)), (units, cuts) => {
      const bytes = encodeBlock(units);
      const decoder = new UnitDecoder();
      const messages: Message[] = [];
      let at = 0;
      for (const cut of cuts) {
        messages.push(...decoder.push(bytes.subarray(at, at + cut)));
        at += cut;
      }
      messages.push(...decoder.push(bytes.subarray(at)));
      expect(messages).toEqual([...units.map((unit) => ({ kind: "unit", unit })), { kind: "block" }]);
    }),
  );
});

test("a_value_that_could_begin_a_second_record_is_not_sent", () => {
  for (const owner of ["a.com\nb.com", "a\0b", "käse.com"])
    expect(() => encodeBlock([{ owner }])).toThrow(expect.objectContaining({ code: "zone_refused" }));
});

test("bytes_of_another_protocol_are_refused", () => {
  for (const bytes of ["HTTP/1.1 400", "\x01\x10\x00\x01a\x10\x00\x01b", "\x10\x00\x01a"])
    expect(() => new UnitDecoder().push(Buffer.from(bytes, "latin1"))).toThrow(/protocol/);
});

test("what_knotd_refuses_has_its_words_and_the_record", async () => {
  const control = await connected(answering({ error: "no such record in zone found", owner: "a.com" }));
  await expect(control.call({ cmd: "zone-unset" })).rejects.toMatchObject({
    code: "zone_refused",
    message: "Knot DNS refused zone-unset for a.com: no such record in zone found",
  });
});

test("a_refusal_ends_a_batch_and_the_connection_stays_usable", async () => {
  let blocks = 0;
  const decoder = new UnitDecoder();
  const control = await connected((socket, bytes) => {
    for (const { kind } of decoder.push(bytes))
      if (kind === "block") socket.write(encodeBlock(++blocks === 2 ? [{ error: "parser failed" }] : []));
  });
  const units = Array.from({ length: 5_000 }, (_, at) => ({ owner: `n${at}` }));
  await expect(control.callEach("zone-set", units)).rejects.toMatchObject({ code: "zone_refused" });
  expect(blocks).toBe(2);
  expect(await control.call({ cmd: "zone-abort" })).toEqual([]);
});

test("a_server_that_is_silent_closes_or_is_not_there_is_unreachable", async () => {
  const unreachable = expect.objectContaining({ code: "zone_unreachable" });
  await expect(openControl("/nonexistent/knot.sock")).rejects.toEqual(unreachable);
  const silent = await connected(() => {}, 50);
  await expect(silent.call({ cmd: "zone-status" })).rejects.toEqual(unreachable);
  const closed = await connected((socket) => socket.destroy());
  await expect(closed.call({ cmd: "zone-status" })).rejects.toEqual(unreachable);
  // And again: the same answer, not a hang.
  await expect(closed.call({ cmd: "zone-status" })).rejects.toEqual(unreachable);
});

test("an_answer_without_an_end_is_cut_off", async () => {
  const flood = encodeBlock(Array.from({ length: 20_000 }, () => ({ data: "x" })));
  const control = await connected((socket) => void socket.write(flood));
  await expect(control.call({ cmd: "zone-status" })).rejects.toMatchObject({ code: "zone_unreachable" });
});
