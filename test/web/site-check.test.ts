import { expect, test } from "vitest";
import { DEFAULT_SITE_SETTINGS } from "../../src/core/site-settings.ts";
import { createSite } from "../../src/web/site/app.tsx";
import { answersFor } from "../fixtures/public-api.ts";
import { LISTED, SEALED_NAME, UNLISTED_NAME } from "../fixtures/public-requests.ts";

const answers = answersFor(7, LISTED);
const app = createSite({
  settings: () => DEFAULT_SITE_SETTINGS,
  answers: () => answers,
  assets: async () => ({ href: (name) => `/assets/${name}`, file: () => undefined }),
  observe: { request: () => {}, lookups: () => {}, failed: () => {} },
});
const page = async (url: string) => {
  const response = await app.request(`/check?url=${encodeURIComponent(url)}&lang=en`);
  return { status: response.status, text: await response.text(), headers: [...response.headers] };
};

test("a sealed name is answered like one that is on no list, byte for byte", async () => {
  const plain = async (name: string) => {
    const { text, ...rest } = await page(name);
    return { ...rest, text: text.replaceAll(name, "NAME") };
  };
  expect(await plain(SEALED_NAME)).toEqual(await plain(UNLISTED_NAME));
});

test("the check says yes, part, no, or why it cannot tell", async () => {
  expect((await page("hxxp://www.casino[.]example/x")).text).toContain("Yes, this address is blocked");
  expect((await page("https://news.example/fake/page")).text).toContain("Yes, this part of the site is blocked");
  expect((await page("news.example")).text).toContain("not on the public list");
  const refused = await page(".com");
  expect([refused.status, refused.text.includes("an ending that many sites share")]).toEqual([400, true]);
});
