import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { changeOrganisation } from "../../src/access/organisations.ts";
import { removeSealedKey } from "../../src/distribute/sealed/keys.ts";
import { parseSealed, SEALED_NAME } from "../../src/protocol/sealed.ts";
import { finishInterrupted } from "../../src/publish/finish.ts";
import { publish } from "../../src/publish/publish.ts";
import { readChain } from "../../src/publish/tuf/chain.ts";
import { withdraw } from "../../src/review/withdraw.ts";
import { urgentSince } from "../../src/storage/published-entries.ts";
import { approved, NOW } from "../fixtures/orders.ts";
import { programsHere, run } from "../fixtures/programs.ts";
import { newRegistry, openRegistry, type Registry } from "./registry.ts";
import { decrypted, enrolSubscriber, SEALED_TERMS, type SealedSubscriber } from "./sealed-subscriber.ts";
import { filesBelow, repositoryOf, tornFiles, unpacked } from "./tree.ts";

const now = (): number => NOW;
const SEALED = { ...SEALED_TERMS, number: "FIA/2026/1" };
const NAME = "sealed-name.example";

/** The sealed file that the newest signed metadata names, if it names one. */
async function sealedFile({ root, publishing }: Registry): Promise<Uint8Array | undefined> {
  const chain = await readChain(publishing.store);
  const target = chain?.targets.signed.targets[SEALED_NAME];
  if (target === undefined) return undefined;
  return readFileSync(join(repositoryOf(root), "targets", "sealed", `${target.hashes.sha256}.list.txt.age`));
}

/** What a subscriber reads in the newest release. */
async function read(registry: Registry, subscriber: SealedSubscriber): Promise<string> {
  const { list } = parseSealed(await decrypted((await sealedFile(registry)) ?? new Uint8Array(), subscriber));
  return new TextDecoder().decode(list);
}

async function withSealedEntry(): Promise<Registry> {
  const registry = await newRegistry();
  approved(registry.db, ["general-name.example"]);
  approved(registry.db, [NAME], SEALED);
  return registry;
}

describe("who reads", () => {
  test("a removed subscriber cannot read the next release", async () => {
    const registry = await withSealedEntry();
    const { db, publishing } = registry;
    const [stays, leaves] = [await enrolSubscriber(db, "isp-one"), await enrolSubscriber(db, "isp-two")];
    await publish(publishing);
    for (const one of [stays, leaves]) expect(await read(registry, one)).toBe(`${NAME}\tdomain\tchild-abuse\n`);
    removeSealedKey({ db, now }, leaves.name, leaves.key, "test");
    // Nothing else has changed: taking a key off is reason enough.
    expect(await publish(publishing)).toMatchObject({ kind: "published" });
    expect(await read(registry, stays)).toContain(NAME);
    await expect(read(registry, leaves)).rejects.toThrow();
    expect(await publish(publishing)).toMatchObject({ kind: "unchanged" });
  });

  test("a suspended subscriber cannot read the next release, and reads again when the suspension is lifted", async () => {
    const registry = await withSealedEntry();
    const { db, publishing } = registry;
    const [other, isp] = [await enrolSubscriber(db, "isp-one"), await enrolSubscriber(db, "isp-two")];
    await publish(publishing);
    changeOrganisation({ db, now }, isp.name, { suspended: true }, "test");
    await publish(publishing);
    await expect(read(registry, isp)).rejects.toThrow();
    expect(await read(registry, other)).toContain(NAME);
    changeOrganisation({ db, now }, isp.name, { suspended: false }, "test");
    await publish(publishing);
    expect(await read(registry, isp)).toContain(NAME);
  });

  test("a newly enrolled subscriber reads the next release and none before it", async () => {
    const registry = await withSealedEntry();
    await enrolSubscriber(registry.db, "isp-one");
    await publish(registry.publishing);
    const before = await sealedFile(registry);
    const late = await enrolSubscriber(registry.db, "isp-late");
    await expect(decrypted(before ?? new Uint8Array(), late)).rejects.toThrow();
    await publish(registry.publishing);
    expect(await read(registry, late)).toContain(NAME);
  });

  test("without an enrolled key nothing is written, and the last key that goes takes the file along", async () => {
    const registry = await withSealedEntry();
    const { db, publishing } = registry;
    const outcome = await publish(publishing);
    expect(outcome).toMatchObject({ kind: "published", row: { lists: { general: { entries: 1 } } } });
    expect(outcome).not.toHaveProperty("row.lists.sealed");
    expect(await sealedFile(registry)).toBeUndefined();
    const isp = await enrolSubscriber(db, "isp-one");
    await publish(publishing);
    expect(await read(registry, isp)).toContain(NAME);
    removeSealedKey({ db, now }, isp.name, isp.key, "test");
    await publish(publishing);
    expect(await sealedFile(registry)).toBeUndefined();
  });

  test.skipIf(!programsHere("age", "age-keygen"))(
    "the ordinary age program reads a sealed file; a wrong key does not",
    async () => {
      const registry = await withSealedEntry();
      const isp = await enrolSubscriber(registry.db, "isp-one");
      await publish(registry.publishing);
      const folder = mkdtempSync(join(tmpdir(), "hifazat-age-"));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      const [file, key, other] = ["list.age", "isp.key", "other.key"].map((name) => join(folder, name));
      writeFileSync(file ?? "", (await sealedFile(registry)) ?? "");
      writeFileSync(key ?? "", `${isp.identity}\n`);
      await run("age-keygen", ["-o", other ?? ""]);
      const opened = await run("age", ["--decrypt", "--identity", key ?? "", file ?? ""]);
      expect(opened.code).toBe(0);
      expect(opened.output.split("\n").filter((line) => line.includes("\t"))).toEqual([`${NAME}\tdomain\tchild-abuse`]);
      const refused = await run("age", ["--decrypt", "--identity", other ?? "", file ?? ""]);
      expect(refused.code).not.toBe(0);
      expect(refused.output).not.toContain(NAME);
    },
  );
});

describe("what others learn", () => {
  test("a sealed name is in no published file, in clear or compressed, nor in the general list", async () => {
    const { db, root, publishing } = await withSealedEntry();
    await enrolSubscriber(db, "isp-one");
    await publish(publishing);
    approved(db, ["second-sealed.example"], { ...SEALED, number: "FIA/2026/2" });
    await publish(publishing);
    const files = filesBelow(repositoryOf(root));
    expect([...files.keys()].filter((path) => path.startsWith("targets/sealed/"))).toHaveLength(2);
    for (const [path, bytes] of files) {
      const plain = unpacked(path, bytes);
      for (const word of ["sealed-name", "second-sealed", "child-abuse"])
        expect(Buffer.from(plain).includes(word), `${word} in ${path}`).toBe(false);
    }
    expect(tornFiles(root)).toEqual([]);
  });

  test("the file's length is the same for one entry and for hundreds, and doubles above", async () => {
    const registry = await withSealedEntry();
    await enrolSubscriber(registry.db, "isp-one");
    await publish(registry.publishing);
    const one = (await sealedFile(registry))?.length;
    const many = Array.from({ length: 500 }, (_, at) => `n${at}.example`);
    approved(registry.db, many, { ...SEALED, number: "FIA/2026/2" });
    await publish(registry.publishing);
    expect((await sealedFile(registry))?.length).toBe(one);
    const more = Array.from({ length: 1_500 }, (_, at) => `a-rather-longer-name-${at}.example`);
    approved(registry.db, more, { ...SEALED, number: "FIA/2026/3" });
    await publish(registry.publishing);
    expect((await sealedFile(registry))?.length).toBeGreaterThan((one ?? 0) * 1.9);
  });

  test("too much of the sealed list at once waits for a senior officer, and the refusal does not say how much", async () => {
    const { db, publishing } = await withSealedEntry();
    await enrolSubscriber(db, "isp-one");
    const limits = { share: 0, floor: 3 };
    await publish(publishing, { limits });
    const names = Array.from({ length: 4 }, (_, at) => `n${at}.example`);
    approved(db, names, { ...SEALED, number: "FIA/2026/2" });
    const refusal = await publish(publishing, { limits }).catch((error: Error) => error);
    expect(refusal).toMatchObject({ code: "batch_stop", details: undefined });
    expect(String(refusal)).not.toMatch(/\b[0-9]/);
    expect(await publish(publishing, { limits, releasedBy: "Senior S" })).toMatchObject({ kind: "published" });
  });
});

describe("a release", () => {
  test("comes out for a sealed entry alone, and its removal is urgent", async () => {
    const registry = await withSealedEntry();
    const { db, publishing } = registry;
    const isp = await enrolSubscriber(db, "isp-one");
    await publish(publishing);
    const order = approved(db, ["second-sealed.example"], { ...SEALED, number: "FIA/2026/2" });
    expect(await publish(publishing)).toMatchObject({ kind: "published" });
    expect(await read(registry, isp)).toContain("second-sealed.example");
    const since = publishing.ledger.head()?.watermark ?? 0;
    expect(urgentSince(db, "sealed", since)).toBe(false);
    withdraw(
      db,
      `o${order.id}`,
      { items: null, cleared: false, second: "Officer B", reasons: "over" },
      "Officer A",
      NOW,
      0,
    );
    expect(urgentSince(db, "sealed", since)).toBe(true);
    expect(urgentSince(db, "general", since)).toBe(false);
    await publish(publishing);
    expect(await read(registry, isp)).not.toContain("second-sealed.example");
  });

  test("that was interrupted is finished with the very bytes that were staged", async () => {
    const registry = await withSealedEntry();
    const isp = await enrolSubscriber(registry.db, "isp-one");
    await stopAfterCommit(registry);
    const staging = join(registry.publishing.folder.staging, "release-1");
    const staged = readFileSync(join(staging, readdirSync(staging).find((name) => name.endsWith(".age")) ?? ""));
    const next = openRegistry(registry.root);
    expect(await finishInterrupted(next.publishing)).toEqual({ kind: "published", release: 1 });
    expect(Buffer.from((await sealedFile(next)) ?? [])).toEqual(staged);
    expect(await read(next, isp)).toContain(NAME);
  });

  test("whose staged files are lost has the same text again, for those who are enrolled by then", async () => {
    const registry = await withSealedEntry();
    const { db, publishing } = registry;
    const [stays, leaves] = [await enrolSubscriber(db, "isp-one"), await enrolSubscriber(db, "isp-two")];
    await stopAfterCommit(registry);
    const announced = publishing.ledger.row(1)?.lists.sealed;
    await publishing.staging.clear();
    removeSealedKey({ db, now }, leaves.name, leaves.key, "test");
    await finishInterrupted(publishing);
    const row = publishing.ledger.row(1);
    expect(row).toMatchObject({ state: "published", lists: { sealed: { identity: announced?.identity, keys: 1 } } });
    expect(row?.lists.sealed?.file.sha256).not.toBe(announced?.file.sha256);
    expect(await read(registry, stays)).toContain(NAME);
    await expect(read(registry, leaves)).rejects.toThrow();
    expect(await publish(publishing)).toMatchObject({ kind: "unchanged" });
  });
});

async function stopAfterCommit({ publishing }: Registry): Promise<void> {
  const onStep = (step: string): void => {
    if (step === "committed") throw new Error("the power went");
  };
  await expect(publish({ ...publishing, onStep })).rejects.toThrow("the power went");
}
