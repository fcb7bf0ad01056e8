import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readSecret } from "../../src/cli/read-secret.ts";
import { loadConfig, parseConfig } from "../../src/runtime/config.ts";

const read = (text: string) => parseConfig(text, "hifazat.toml", "/data");

test("a registry without a configuration file has the defaults of the design", () => {
  const config = loadConfig("/nonexistent");
  expect(config.batch).toEqual({ share: 0.005, floor: 2000 });
  expect(config.periods.expiry).toBe(365 * 86_400);
  expect(config.periods.clearance).toBe(90 * 86_400);
});

test("helplines and the usual law are the verified ones until the file names others, which stand in their place", () => {
  const { law, cases } = read("");
  expect(law).toEqual({ law: "PECA 2016", provision: "s. 37(1)" });
  expect(cases.helplines.map(({ number, child }) => [number, child])).toEqual([
    ["1121", true],
    ["1991", true],
    ["0800-39393", false],
  ]);
  const other = read(
    '[law]\nname = "Act 2027"\nprovision = "s. 9"\n[[helpline]]\nnumber = "+92 51 1"\nname = "A"\nname_ur = "B"\nchild = true',
  );
  expect(other.law).toEqual({ law: "Act 2027", provision: "s. 9" });
  expect(other.cases.helplines).toEqual([{ number: "+92 51 1", name: { en: "A", ur: "B" }, child: true }]);
});

test("paths are relative to the data folder", () => {
  expect(read('[guard]\npopular = ["lists/top.txt", "/srv/top.txt"]').guard.popular).toEqual([
    "/data/lists/top.txt",
    "/srv/top.txt",
  ]);
});

describe("a mistake is named, not ignored", () => {
  const mistakes: Record<string, [string, RegExp]> = {
    "unknown key": ["[guard]\nprotectd = []", /guard.*protectd/],
    "wrong type": ["[batch]\nfloor = '2000'", /batch\.floor/],
    "out of range": ["[batch]\nshare = 5", /batch\.share/],
    "a line of its own": ["\n[clocks.normal]\nhours = 0\n", /hifazat\.toml:3:1: clocks\.normal\.hours/],
    "unknown key, with its line": ["[batch]\nfloor = 1\n\nshares = 1", /hifazat\.toml:4:1: batch/],
    "no mail address": ['[cases]\ndesk_mail = ["desk"]', /hifazat\.toml:2:1: cases\.desk_mail\.0: no mail address/],
    "a password of nobody": [
      '[mail]\nhost = "m.example"\nport = 25\nfrom = "a@m.example"\npassword_env = "X"',
      /user goes with/,
    ],
    "mail in clear over the network": [
      '[mail]\nhost = "m.example"\nport = 25\nfrom = "a@m.example"\nsecurity = "none"',
      /hifazat\.toml:5:1: mail\.security/,
    ],
    "a helpline that nobody can dial": [
      '[[helpline]]\nnumber = "tel:1"\nname = "a"\nname_ur = "b"\nchild = true',
      /hifazat\.toml:2:1: helpline\.0\.number: no number to dial/,
    ],
    "a helpline without a name": ['[[helpline]]\nnumber = "1121"\nname = "a"', /helpline\.0\.name_ur/],
    "no helpline for children": [
      '[[helpline]]\nnumber = "1991"\nname = "a"\nname_ur = "b"',
      /hifazat\.toml:1:1: helpline: one of them has to be for children/,
    ],
    "a law without a name": ['[law]\nname = " "', /hifazat\.toml:2:1: law\.name: no text in one line/],
    "broken TOML": ["[batch]\nshare = = 1", /hifazat\.toml:2:/],
  };
  for (const [name, [text, message]] of Object.entries(mistakes))
    test(name, () => {
      expect(() => read(text)).toThrow(expect.objectContaining({ code: "config_invalid" }));
      expect(() => read(text)).toThrow(message);
    });
});

test("clocks_mail_and_mailbox_come_from_the_file_and_secrets_from_where_it_says", () => {
  const { cases } = read(`
[clocks.normal]
hours = 24
[clocks.child_abuse]
warn_at = 0.25
[cases]
lock_minutes = 5
sealed_desk_mail = ["sealed@registry.example"]
[bodies]
hotline = "line@hotline.example"
[mail]
host = "mail.example"
port = 587
from = "Hifazat <no-reply@registry.example>"
user = "hifazat"
password_file = "keys/smtp"
[mailbox]
folder = "mail"
`);
  expect(cases.clocks.normal).toEqual({ limit: 86_400, warning: 0.75 });
  expect(cases.clocks.child_abuse).toEqual({ limit: 7_200, warning: 0.25 });
  expect(cases).toMatchObject({
    lockSeconds: 300,
    deskMail: { general: [], sealed: ["sealed@registry.example"] },
    bodyMail: { hotline: "line@hotline.example" },
    smtp: { port: 587, security: "starttls", user: "hifazat", password: { file: "/data/keys/smtp" } },
    mailbox: { folder: "/data/mail", category: "miscellaneous" },
  });
});

test("the_documented_file_is_a_valid_one", () => {
  const document = readFileSync(new URL("../../src/runtime/README.md", import.meta.url), "utf8");
  const example = /```toml\n(.*?)```/s.exec(document)?.[1] ?? "";
  const { cases, stores } = read(example);
  expect(cases.smtp?.host).toBe("smtp.registry.example");
  expect(stores).toHaveLength(1);
  // What it shows as defaults are the defaults.
  expect(cases.clocks).toEqual(read("").cases.clocks);
});

test("a_secret_that_is_not_where_the_file_says_is_named_and_never_shown", () => {
  expect(() => readSecret("The password of [mail]", { file: "/nonexistent/smtp" })).toThrow(
    "The password of [mail] is not in /nonexistent/smtp.",
  );
});
