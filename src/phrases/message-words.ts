import { cleanLine } from "../core/clean.ts";
import { rangeNamed } from "./ranges.ts";

/** The longest message that may be a plain look-up, in characters: three addresses and a few words. */
const LONGEST = 200;
/** The most words of one. */
const MOST = 24;

/** Pictures, skin tones and the joiners between them. */
const PICTURES = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\u{1F1E6}-\u{1F1FF}\uFE0F\u20E3]+/gu;

/**
 * A message in words as patterns know them: no pictures and no punctuation at its end, signs of money behind their number,
 * "TAO's" and "what's" in two, Chinese and Japanese apart from Latin. Undefined when it is too long, or several lines.
 * @param isName  whether a word that begins with a digit is a name: "1inch"
 */
export function messageWords(message: string, isName: (word: string) => boolean): readonly string[] | undefined {
  if (message.length > LONGEST || /[\n\r]/.test(message.trim())) return undefined;
  const line = cleanLine(message, LONGEST)
    .replaceAll(/[’‘`´]/g, "'")
    .replaceAll(PICTURES, " ")
    .replaceAll(/[“”„«»]/g, '"')
    .trim()
    .replace(/^[¿¡\s]+|[?!.…。！？\s]+$/gu, "")
    // Blanks and apostrophes between thousands.
    .replaceAll(/(?<![\d.,])\d{1,3}(?:[ '’]\d{3})+(?![\d])/g, (digits) => digits.replaceAll(/[ '’]/g, ""))
    .replaceAll(/([\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}ー]+)/gu, " $1 ");
  const words = line.split(/\s+/).flatMap((word) => wordsIn(word, isName));
  return words.length === 0 || words.length > MOST ? undefined : words;
}

function wordsIn(typed: string, isName: (word: string) => boolean): readonly string[] {
  const [, word = "", comma = ""] = /^(.*?)([,;:]*)$/s.exec(typed) ?? [];
  const rest = comma === "" ? [] : [comma.includes(":") ? ":" : ","];
  if (word === "") return rest;
  return [...splitWord(word, isName), ...rest];
}

const NUMBER =
  /^(?<before>[-+−]?)(?<money>US\$|[$€£¥₹₩₽₺₴]?)(?<sign>[-+−]?)(?<number>\d[\d.,_]*(?:e[+-]?\d+)?)(?<unit>.*)$/iu;

function splitWord(word: string, isName: (word: string) => boolean): readonly string[] {
  if (/^(?:https?:|0x)/i.test(word)) return [word];
  const { before = "", money = "", sign = "", number, unit = "" } = NUMBER.exec(word)?.groups ?? {};
  if (number !== undefined) {
    if (money === "" && (unit === "" || rangeNamed(word) || isName(word))) return [word];
    const suffixed = /^([kmb])(?![\p{L}])(.*)$/iu.exec(unit);
    const amount = `${before}${sign}${number}${suffixed?.[1] ?? ""}`;
    const behind = suffixed ? (suffixed[2] ?? "") : unit;
    return [amount, ...(money === "" ? [] : [money]), ...(behind === "" ? [] : [behind])];
  }
  const [, elided, named] = /^([dlq]u?')(.+)$/i.exec(word) ?? [];
  if (elided !== undefined && named !== undefined) return [elided, named];
  const [, owner, own] = /^(.+)('s)$/i.exec(word) ?? [];
  if (owner !== undefined && own !== undefined) return [owner, own];
  const pair = /^(\$?[\p{L}][\p{L}\p{N}]*)([/&+]|->|→)(\$?[\p{L}][\p{L}\p{N}]*)$/u.exec(word);
  if (pair) return pair.slice(1);
  return [word];
}
