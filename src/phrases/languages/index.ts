import { english } from "./english.ts";
import { french } from "./french.ts";
import { german } from "./german.ts";
import type { Language } from "./language.ts";
import { portuguese } from "./portuguese.ts";
import { chinese, japanese, russian } from "./price-words.ts";
import { spanish } from "./spanish.ts";

/** Every language that plain look-ups are understood in. */
export const LANGUAGES: readonly Language[] = [
  english,
  german,
  spanish,
  french,
  portuguese,
  russian,
  chinese,
  japanese,
];
