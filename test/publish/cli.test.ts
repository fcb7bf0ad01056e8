import { join } from "node:path";
import { expect, test } from "vitest";
import { rootKeyFiles } from "../../src/publish/data-folder.ts";
import { hifazat } from "../fixtures/command.ts";
import { hifazatHere } from "../fixtures/command-here.ts";
import { approved } from "../fixtures/orders.ts";
import { newRegistry, temporaryFolder } from "./registry.ts";
import { downloadFrom } from "./tree.ts";

test("init_says_what_it_made_and_where_the_root_keys_must_go", async () => {
  const data = join(temporaryFolder(), "data");
  const { code, stdout } = await hifazat(["init", "--data", data]);
  expect(code).toBe(0);
  expect(stdout).toContain("separate media");
  for (const number of [1, 2, 3])
    expect(stdout).toContain(join(data, "keys", "root-move-offline", `root-${number}.pem`));
  expect((await hifazat(["init", "--data", data, "--json"])).stdout).toContain('"made":[]');
});

test("publish_without_a_change_exits_with_0_and_says_so", async () => {
  const { root, db } = await newRegistry();
  approved(db, ["a.example"]);
  expect(JSON.parse((await hifazat(["publish", "--data", root, "--json"])).stdout)).toMatchObject({
    kind: "published",
    release: 1,
    entries: 1,
    added: 1,
    removed: 0,
  });
  const again = await hifazat(["publish", "--data", root, "--timings"]);
  expect([again.code, again.stderr]).toEqual([0, ""]);
  expect(again.stdout).toContain("nothing to publish");
});

test("publish_stopped_by_a_batch_exits_with_1_and_the_numbers", async () => {
  const { root, db } = await newRegistry();
  approved(
    db,
    Array.from({ length: 2_001 }, (_, at) => `name-${at}.example`),
  );
  const stopped = await hifazatHere(["publish", "--data", root]);
  expect(stopped.code).toBe(1);
  expect(stopped.stderr).toMatch(/batch_stop: .*2001.*2000/);
  expect((await hifazatHere(["publish", "--data", root, "--release-batch"])).stderr).toContain("bad_request");
  const released = await hifazatHere(["publish", "--data", root, "--release-batch", "--senior", "Senior S"]);
  expect(released.stdout).toContain("published release 1: 2001 entries");
  expect((await downloadFrom(root))?.manifest.entries).toBe(2_001);
});

test("keys_are_listed_rotated_and_the_root_signed_anew", async () => {
  const { root, db, publishing } = await newRegistry();
  const two = rootKeyFiles(publishing.folder, 1).slice(1);
  expect((await hifazatHere(["keys", "list", "--data", root])).stdout.match(/root-[123]\.pem/g)).toHaveLength(3);
  expect(
    (await hifazat(["keys", "rotate", "targets", "root", "--data", root, "--root-keys", ...two])).stdout,
  ).toContain("published root 2");
  const three = rootKeyFiles(publishing.folder, 2).slice(0, 2);
  expect((await hifazatHere(["keys", "resign-root", "--data", root, "--root-keys", ...three])).code).toBe(0);
  const refused = await hifazatHere(["keys", "resign-root", "--data", root, "--root-keys", ...two]);
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("key_invalid")]);
  expect((await hifazatHere(["keys", "rotate", "mirror", "--data", root, "--root-keys", ...three])).code).not.toBe(0);
  const audited = db.sqlite.prepare("SELECT subject FROM audit WHERE action = 'key.root'").pluck().all();
  expect(audited).toEqual(["root:2", "root:3"]);
  await downloadFrom(root);
});
