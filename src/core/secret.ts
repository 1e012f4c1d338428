import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Whether two secrets are the same, in a time that says nothing about where they differ or how long they are. */
export const isSameSecret = (given: string, secret: string): boolean => timingSafeEqual(digest(given), digest(secret));

// Without 0, 1, I and O, which are misread. 32 letters: each takes five bits of a random byte without bias.
const LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/** "7KQF-2MXA-PD9R": 60 random bits, to be read off a log and typed on a phone. */
export const makeTypedCode = (): string =>
  [...randomBytes(12)]
    .map((byte, index) => (index > 0 && index % 4 === 0 ? "-" : "") + (LETTERS[byte & 31] ?? ""))
    .join("");

/** Whether that is what a person typed: in any case, with blanks or dashes anywhere. */
export const isTypedCode = (given: string, code: string): boolean =>
  isSameSecret(given.toUpperCase().replaceAll(/[\s-]/g, ""), code.replaceAll("-", ""));
