import { chmodSync, copyFileSync, existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { onlineKeyFile, rootKeyFiles } from "../../src/publish/data-folder.ts";
import { finishInterrupted, refreshTimestamp } from "../../src/publish/finish.ts";
import { initialise } from "../../src/publish/initialise.ts";
import { listKeys } from "../../src/publish/keys/list-keys.ts";
import { rotate } from "../../src/publish/keys/rotate.ts";
import { generateKey, parseKey } from "../../src/publish/keys/signing-key.ts";
import { publish } from "../../src/publish/publish.ts";
import { readChain } from "../../src/publish/tuf/chain.ts";
import { LIFETIMES } from "../../src/publish/tuf/lifetimes.ts";
import type { RoleName } from "../../src/publish/tuf/roles.ts";
import { approved } from "../fixtures/orders.ts";
import { outsider } from "./outsider.ts";
import { copyOf, newRegistry, openRegistry, type Registry, temporaryFolder } from "./registry.ts";
import { downloadFrom, repositoryOf } from "./tree.ts";

const ROLES: readonly RoleName[] = ["root", "targets", "snapshot", "timestamp"];

async function withRelease(): Promise<Registry> {
  const registry = await newRegistry();
  approved(registry.db, ["a.example"]);
  await publish(registry.publishing);
  return registry;
}

/** A ceremony with the root keys that lie in the folder for root `version`, or those at `places` of them. */
function ceremony({ publishing }: Registry, version: number, places: readonly number[] = [0, 1]) {
  const files = rootKeyFiles(publishing.folder, version);
  const rootKeys = places.map((place) => files[place] ?? "");
  return { folder: publishing.folder, store: publishing.store, rootKeys, now: new Date() };
}

test("init_makes_keys_that_only_the_owner_can_read", async () => {
  const { root, publishing } = await newRegistry();
  const files = [...rootKeyFiles(publishing.folder, 1), onlineKeyFile(publishing.folder, "timestamp")];
  for (const file of files) {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, "utf8")).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  }
  expect(files[0]).toBe(join(root, "keys", "root-move-offline", "root-1.pem"));
  expect((await initialise(root, new Date())).made).toEqual([]);
});

test("init_finishes_what_an_interrupted_init_began", async () => {
  const { root, publishing } = await newRegistry();
  const roots = rootKeyFiles(publishing.folder, 1).map((file) => readFileSync(file, "utf8"));
  rmSync(join(root, "public"), { recursive: true });
  rmSync(onlineKeyFile(publishing.folder, "snapshot"));
  const { made } = await initialise(root, new Date());
  expect(made.map((file) => file.slice(root.length + 1))).toEqual([
    "keys/online/snapshot.pem",
    "public/tuf/metadata/1.root.json",
    "public/tuf/metadata/timestamp.json",
  ]);
  expect(rootKeyFiles(publishing.folder, 1).map((file) => readFileSync(file, "utf8"))).toEqual(roots);
  await publish(publishing, { force: true });
  expect((await downloadFrom(root))?.manifest.release).toBe(1);
});

test("init_never_replaces_the_trust_clients_have", async () => {
  const { root } = await withRelease();
  rmSync(join(root, "public"), { recursive: true });
  await expect(initialise(root, new Date())).rejects.toMatchObject({ code: "data_not_initialised" });
  expect(existsSync(join(root, "public"))).toBe(false);
});

test("key_ids_are_those_of_the_specification", () => {
  // RFC 8032, 7.1, test 1; the id is SHA-256 of the canonical JSON, made with sha256sum.
  const seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
  const der = Buffer.from(`302e020100300506032b657004220420${seed}`, "hex").toString("base64");
  const key = parseKey(`-----BEGIN PRIVATE KEY-----\n${der}\n-----END PRIVATE KEY-----\n`, "a test");
  expect(key.public.keyVal.public).toBe("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  expect(key.id).toBe("74c181c7ad8a0855d4b55e44d2ba87aabdddb196832571f15f92fece332e4916");
  expect(key.sign(new Uint8Array()).sig).toMatch(/^e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155/);
});

for (const role of ROLES) {
  test(`client_pinned_at_the_first_root_follows_a_rotation_of_${role}`, async () => {
    const registry = await withRelease();
    const { root, db, publishing } = registry;
    const first = join(repositoryOf(root), "metadata", "1.root.json");
    const loyal = outsider(repositoryOf(root), first);
    await loyal.download();
    const before = await listKeys(publishing.folder, publishing.store, new Date());
    await rotate(ceremony(registry, 1), [role]);
    const after = await listKeys(publishing.folder, publishing.store, new Date());
    for (const [place, { role: name, keys }] of after.entries()) {
      const same = keys.every(({ id }) => before[place]?.keys.some((key) => key.id === id));
      expect(same, name).toBe(name !== role);
    }
    expect((await loyal.download())?.manifest.release).toBe(1);
    expect((await outsider(repositoryOf(root), first).download())?.manifest.release).toBe(1);
    // And the keys that are there now publish the next release.
    approved(db, ["b.example"], { number: "PTA/2026/2" });
    await publish(publishing);
    expect((await loyal.download())?.manifest.release).toBe(2);
  });

  test(`rotation_of_${role}_that_dies_at_any_step_is_finished_by_the_next_start`, async () => {
    const registry = await withRelease();
    const steps: string[] = [];
    registry.db.sqlite.pragma("wal_checkpoint(TRUNCATE)");
    const whole = openRegistry(copyOf(registry.root));
    await rotate({ ...ceremony(whole, 1), onStep: (step) => void steps.push(step) }, [role]);
    expect(steps).toContain("root-signed");
    for (const fatal of steps) {
      const copy = openRegistry(copyOf(registry.root));
      const dying = { ...ceremony(copy, 1), onStep: (step: string) => dieAt(fatal, step) };
      await expect(rotate(dying, [role]), fatal).rejects.toThrow("died");
      await finishInterrupted(copy.publishing);
      expect((await downloadFrom(copy.root))?.manifest.release, fatal).toBe(1);
      // The same rotation once more, with the root keys that count now.
      const version = (await readChain(copy.publishing.store))?.root.signed.version ?? 0;
      await rotate(ceremony(copy, role === "root" ? version : 1), [role]);
      expect((await downloadFrom(copy.root))?.manifest.release, fatal).toBe(1);
    }
  });
}

test("all_online_keys_lost_are_replaced_in_one_ceremony", async () => {
  const registry = await withRelease();
  rmSync(registry.publishing.folder.onlineKeys, { recursive: true });
  await expect(publish(registry.publishing, { force: true })).rejects.toMatchObject({ code: "key_missing" });
  await rotate(ceremony(registry, 1, [2, 0]), ["targets", "snapshot", "timestamp"]);
  await publish(registry.publishing, { force: true });
  const download = await downloadFrom(registry.root);
  expect(download?.manifest.release).toBe(2);
  expect((await readChain(registry.publishing.store))?.root.signed.version).toBe(2);
});

test("client_walks_through_many_roots", async () => {
  const registry = await withRelease();
  await rotate(ceremony(registry, 1), []);
  await rotate(ceremony(registry, 1), ["root"]);
  await rotate(ceremony(registry, 3), ["root", "targets"]);
  await rotate(ceremony(registry, 4), ["timestamp"]);
  expect((await readChain(registry.publishing.store))?.root.signed.version).toBe(5);
  expect((await downloadFrom(registry.root))?.manifest.release).toBe(1);
});

test("one_root_key_is_not_enough", async () => {
  const registry = await withRelease();
  await expect(rotate(ceremony(registry, 1, [0]), ["targets"])).rejects.toMatchObject({ code: "threshold_unmet" });
  // The same key in two files is still one person's.
  const { rootKeys, ...rest } = ceremony(registry, 1, [0]);
  const again = join(temporaryFolder(), "again.pem");
  copyFileSync(rootKeys[0] ?? "", again);
  await expect(rotate({ ...rest, rootKeys: [...rootKeys, again] }, ["root"])).rejects.toMatchObject({
    code: "threshold_unmet",
  });
  expect((await readChain(registry.publishing.store))?.root.signed.version).toBe(1);
});

test("root_keys_that_were_replaced_do_not_count", async () => {
  const registry = await withRelease();
  await rotate(ceremony(registry, 1), ["root"]);
  await expect(rotate(ceremony(registry, 1), ["targets"])).rejects.toMatchObject({ code: "key_invalid" });
});

test("online_key_that_others_can_read_is_refused", async () => {
  const { publishing } = await withRelease();
  chmodSync(onlineKeyFile(publishing.folder, "snapshot"), 0o640);
  await expect(publish(publishing, { force: true })).rejects.toMatchObject({ code: "key_invalid" });
});

test("file_that_is_no_ed25519_key_is_refused_without_quoting_it", () => {
  const { pem } = generateKey();
  const broken = pem.replace("MC4C", "MC4D");
  expect(() => parseKey(broken, "x.pem")).toThrow(expect.objectContaining({ code: "key_invalid" }));
  try {
    parseKey(broken, "x.pem");
  } catch (error) {
    expect(String(error)).not.toContain(pem.split("\n")[1]);
  }
});

test("timestamp_is_signed_anew_long_before_clients_would_refuse_it", async () => {
  const { root, publishing } = await withRelease();
  expect(await refreshTimestamp(publishing)).toEqual({ kind: "fresh" });
  const client = outsider(repositoryOf(root), join(repositoryOf(root), "metadata", "1.root.json"));
  const outcomes: unknown[] = [];
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  // A job every three hours for fifty days: no client may ever see metadata that has expired.
  for (let turn = 0; turn < 50 * 8; turn++) {
    vi.setSystemTime(Date.now() + 3 * 3_600_000);
    const outcome = await refreshTimestamp(publishing);
    if (outcome.kind === "signed") outcomes.push(outcome.from);
    if (turn % 37 === 0) expect((await client.download())?.manifest.release).toBe(1);
  }
  expect(outcomes.filter((from) => from === "targets").length).toBe(1);
  expect(outcomes.filter((from) => from === "snapshot").length).toBe(2);
  // Every second turn: more than four hours after the last time.
  expect(outcomes.length).toBe(200);
});

test("clients_refuse_a_registry_that_stopped_signing", async () => {
  const { root } = await withRelease();
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  vi.setSystemTime(Date.now() + LIFETIMES.timestamp.valid + 1000);
  await expect(downloadFrom(root)).rejects.toThrow("expired");
});

test("list_says_which_keys_are_here_and_what_has_to_be_renewed", async () => {
  const { publishing } = await withRelease();
  const away = rootKeyFiles(publishing.folder, 1)[1] ?? "";
  rmSync(away);
  const now = new Date(Date.now() + LIFETIMES.root.valid - LIFETIMES.root.renewBefore + 1000);
  const reports = await listKeys(publishing.folder, publishing.store, now);
  expect(reports.map(({ role, threshold }) => [role, threshold])).toEqual([
    ["root", 2],
    ["targets", 1],
    ["snapshot", 1],
    ["timestamp", 1],
  ]);
  expect(reports[0]?.renew).toBe(true);
  expect(reports[0]?.keys.filter(({ file }) => file === undefined).length).toBe(1);
  expect((await listKeys(publishing.folder, publishing.store, new Date())).map(({ renew }) => renew)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test("folder_that_was_never_initialised_says_so", async () => {
  const { publishing } = openRegistry(temporaryFolder());
  await expect(publish(publishing)).rejects.toMatchObject({ code: "data_not_initialised" });
});

function dieAt(fatal: string, step: string): void {
  if (step === fatal) throw new Error("died");
}
