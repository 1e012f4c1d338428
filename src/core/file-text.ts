import { UserError } from "./errors.ts";

/** How files begin that are not text, and what people call them. */
const KINDS: readonly (readonly [start: readonly number[], what: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], "a spreadsheet (.xlsx) or an archive (.zip)"],
  [[0x50, 0x4b, 0x05, 0x06], "an archive (.zip)"],
  [[0xd0, 0xcf, 0x11, 0xe0], "a spreadsheet (.xls)"],
  [[0x1f, 0x8b], "an archive (.gz)"],
  [[0x25, 0x50, 0x44, 0x46], "a PDF"],
  [[0x89, 0x50, 0x4e, 0x47], "a picture"],
  [[0xff, 0xd8, 0xff], "a picture"],
];

/** The letters of windows-1252 from 0x80 to 0x9f; the five that it leaves open are themselves. */
const WINDOWS = [..."€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"];

const notText = (what: string): UserError =>
  new UserError(`This file is ${what}, not plain text.`, {
    hint: "Unpack it, or save the table as CSV, and send that.",
  });

const marked = (bytes: Uint8Array, mark: readonly number[]): boolean =>
  mark.every((byte, index) => bytes[index] === byte);

/**
 * The text of a file from outside, without its byte-order mark: UTF-8, UTF-16 with a mark, or else windows-1252, which is what
 * spreadsheets in Europe still write.
 * @throws UserError when it is no text
 */
export function textOf(bytes: Uint8Array): string {
  if (marked(bytes, [0xff, 0xfe])) return new TextDecoder("utf-16le").decode(bytes);
  if (marked(bytes, [0xfe, 0xff])) return new TextDecoder("utf-16be").decode(bytes);
  const kind = KINDS.find(([start]) => bytes.length >= start.length && marked(bytes, start));
  if (kind) throw notText(kind[1]);
  if (bytes.includes(0)) throw notText("binary data");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // Any byte is a letter there. Node before 23 decodes this range as ISO 8859-1 (nodejs/node#56542).
    return Buffer.from(bytes)
      .toString("latin1")
      .replace(/[\u0080-\u009f]/g, (letter) => WINDOWS[letter.charCodeAt(0) - 0x80] ?? letter);
  }
}
