import { expect, test } from "vitest";
import { DEFAULT_SITE_SETTINGS } from "../../src/core/site-settings.ts";
import { formatSiteSettings, parseSiteSettings } from "../../src/protocol/site-settings.ts";

const helplines = [{ number: "+92 51 111", name: { en: "For children", ur: "بچے" }, child: true }];
const DAY = 86_400;
const limits = { ...DEFAULT_SITE_SETTINGS.limits, review: 19 * 86_400 };

test("settings are read as they were written, in one spelling", () => {
  const text = formatSiteSettings({ limits, helplines, expiry: 90 * DAY });
  expect(parseSiteSettings(text)).toEqual({ limits, helplines, expiry: 90 * DAY });
  expect(text).toBe(
    '{"expiry":7776000,"format":"hifazat-site/1","helplines":[{"child":true,"en":"For children","number":"+92 51 111","ur":"بچے"}],' +
      '"limits":{"child_abuse":7200,"emergency":43200,"high_court":2592000,"normal":172800,' +
      '"referral":86400,"review":1641600}}\n',
  );
});

test("what is not said is as by default, and what is not known is passed over", () => {
  const text = '{"format":"hifazat-site/1","limits":{"review":60,"next_year":1},"news":[]}';
  expect(parseSiteSettings(text)).toEqual({
    limits: { ...DEFAULT_SITE_SETTINGS.limits, review: 60 },
    helplines: DEFAULT_SITE_SETTINGS.helplines,
    expiry: 365 * DAY,
  });
});

test.each([
  "",
  "<html>",
  "null",
  "{}",
  '{"format":"hifazat-site/2"}',
  '{"format":"hifazat-site/1","expiry":0}',
  '{"format":"hifazat-site/1","expiry":"365 days"}',
  '{"format":"hifazat-site/1","limits":{"review":0}}',
  '{"format":"hifazat-site/1","limits":{"review":"60"}}',
  '{"format":"hifazat-site/1","limits":{"review":1.5}}',
  '{"format":"hifazat-site/1","helplines":[]}',
  '{"format":"hifazat-site/1","helplines":[{"number":"javascript:1","en":"a","ur":"b"}]}',
  '{"format":"hifazat-site/1","helplines":[{"number":"1121"}]}',
])("refused: %s", (text) => {
  expect(() => parseSiteSettings(text)).toThrow(expect.objectContaining({ code: "manifest_malformed" }));
});
