/** Characters. Long rather than mixed: NIST SP 800-63B-4, 3.1.1. The upper bound keeps the hash's input small. */
export const PASSWORD_LENGTH = { least: 12, most: 256 } as const;
/** Different characters at least. */
const VARIETY = 5;

/** The same password typed on two keyboards is the same text (NIST SP 800-63B-4, 3.1.1.2: NFKC). */
export const normalPassword = (text: string): string => text.normalize("NFKC");

/** Why this password is refused for this name, or undefined when it is taken. */
export function passwordFlaw(password: string, name: string): string | undefined {
  const text = normalPassword(password);
  const characters = [...text];
  if (characters.length < PASSWORD_LENGTH.least) return `A password has at least ${PASSWORD_LENGTH.least} characters.`;
  if (characters.length > PASSWORD_LENGTH.most) return `A password has at most ${PASSWORD_LENGTH.most} characters.`;
  const plain = text.toLowerCase();
  if (new Set(plain).size < VARIETY) return "The password repeats a few characters.";
  if (isSequence(plain)) return "The password is a row of the alphabet, of digits or of the keyboard.";
  const rest = plain.split(name.toLowerCase()).join("");
  if (rest.length < PASSWORD_LENGTH.least && rest !== plain) return "The password is mostly the name.";
  return undefined;
}

const ROWS = ["abcdefghijklmnopqrstuvwxyz", "1234567890", "qwertyuiopasdfghjklzxcvbnm"];

function isSequence(text: string): boolean {
  return ROWS.some((row) => {
    const endless = row.repeat(Math.ceil((text.length + row.length) / row.length));
    return endless.includes(text) || [...endless].reverse().join("").includes(text);
  });
}
