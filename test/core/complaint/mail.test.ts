import { describe, expect, test } from "vitest";
import { findAddresses } from "../../../src/core/complaint/find-addresses.ts";
import { mailCategory } from "../../../src/core/complaint/mail-category.ts";

describe("addresses_in_a_mail", () => {
  test("are_found_however_they_stand_in_the_text", () => {
    const text = `Please look at <https://one.example/a?b=1>, hxxp://two[.]example and "www.three.example".
      Also four.com (and http://five.example/x_(y)).
      دیکھیں http://six.example۔`;
    expect(findAddresses(text)).toEqual([
      "https://one.example/a?b=1",
      "hxxp://two[.]example",
      "www.three.example",
      "four.com",
      "http://five.example/x_(y",
      "http://six.example",
    ]);
  });

  test("each_once_and_no_words_mail_addresses_or_suffixes", () => {
    const text = "e.g. see me@people.com, end.Start of.x http://a.example http://A.example:80/#x 192.0.2.1 co.uk v1.2";
    expect(findAddresses(text)).toEqual(["http://a.example"]);
  });
});

describe("category_of_a_mail", () => {
  test.each([
    ["Report of child abuse", "", "child-abuse"],
    ["Help", "this page has child pornography", "child-abuse"],
    ["[decency] x", "children's sexual exploitation", "child-abuse"],
    ["مدد", "اس صفحے پر بچوں سے جنسی زیادتی کا مواد ہے", "child-abuse"],
    ["[Contempt of Court] x", "", "contempt"],
    ["[no such category] x", "", "decency"],
    ["abusive page", "a childish insult", "decency"],
  ])("%s %s", (subject, text, slug) => expect(mailCategory(subject, text, "decency")).toBe(slug));
});

test("a_long_mail_made_to_be_slow_is_read_like_any_other", () => {
  const hostile = `${")".repeat(100_000)}a ${".".repeat(99_000)}`;
  expect(findAddresses(`${hostile} http://a.example`)).toEqual(["http://a.example"]);
  expect(findAddresses(`${hostile} ${hostile} http://a.example`)).toEqual([]);
});
