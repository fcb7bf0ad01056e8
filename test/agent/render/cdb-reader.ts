/** Looks a key up as cr.yp.to/cdb says, sharing nothing with the writer; undefined when it is not there. */
export function cdbFind(file: Buffer, key: Buffer): Buffer | undefined {
  let hash = 5381n;
  for (const byte of key) hash = ((hash * 33n) & 0xffffffffn) ^ BigInt(byte);
  const table = Number(hash & 255n);
  const position = file.readUInt32LE(table * 8);
  const slots = file.readUInt32LE(table * 8 + 4);
  for (let probe = 0; probe < slots; probe++) {
    const slot = position + ((Number((hash >> 8n) % BigInt(slots)) + probe) % slots) * 8;
    const record = file.readUInt32LE(slot + 4);
    if (record === 0) return undefined;
    if (BigInt(file.readUInt32LE(slot)) !== hash) continue;
    const keyLength = file.readUInt32LE(record);
    const dataLength = file.readUInt32LE(record + 4);
    const dataAt = record + 8 + keyLength;
    if (file.subarray(record + 8, dataAt).equals(key)) return file.subarray(dataAt, dataAt + dataLength);
  }
  return undefined;
}

/** The keys in the order of their records. */
export function cdbKeys(file: Buffer): Buffer[] {
  const end = Math.min(...Array.from({ length: 256 }, (_, table) => file.readUInt32LE(table * 8)));
  const keys: Buffer[] = [];
  for (let at = 2_048; at < end; ) {
    const keyLength = file.readUInt32LE(at);
    keys.push(file.subarray(at + 8, at + 8 + keyLength));
    at += 8 + keyLength + file.readUInt32LE(at + 4);
  }
  return keys;
}

/** The labels of a name in wire format. */
export function wire(name: string): Buffer {
  const labels = name.split(".").map((label) => Buffer.concat([Buffer.of(label.length), Buffer.from(label)]));
  return Buffer.concat([...labels, Buffer.of(0)]);
}
