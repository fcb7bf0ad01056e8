import { expect, test } from "vitest";
import { DEFAULT_SITE_SETTINGS } from "../../src/core/site-settings.ts";
import { formatSiteSettings, parseSiteSettings } from "../../src/protocol/site-settings.ts";

const limits = { ...DEFAULT_SITE_SETTINGS.limits, review: 19 * 86_400 };

test("settings are read as they were written, in one spelling", () => {
  const text = formatSiteSettings({ limits });
  expect(parseSiteSettings(text)).toEqual({ limits });
  expect(text).toBe(
    '{"format":"hifazat-site/1","limits":{"child_abuse":7200,"emergency":43200,"high_court":2592000,"normal":172800,' +
      '"referral":86400,"review":1641600}}\n',
  );
});

test("what is not said is as by default, and what is not known is passed over", () => {
  const text = '{"format":"hifazat-site/1","limits":{"review":60,"next_year":1},"news":[]}';
  expect(parseSiteSettings(text)).toEqual({ limits: { ...DEFAULT_SITE_SETTINGS.limits, review: 60 } });
});

test.each([
  "",
  "<html>",
  "null",
  "{}",
  '{"format":"hifazat-site/2"}',
  '{"format":"hifazat-site/1","limits":{"review":0}}',
  '{"format":"hifazat-site/1","limits":{"review":"60"}}',
  '{"format":"hifazat-site/1","limits":{"review":1.5}}',
])("refused: %s", (text) => {
  expect(() => parseSiteSettings(text)).toThrow(expect.objectContaining({ code: "manifest_malformed" }));
});
