import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkFigures } from "../../src/agent/figures.ts";
import { NOON } from "../support/calls.ts";

/** How figures are written in a language, by people and by models. */
interface Language {
  readonly decimal: "," | ".";
  /** Between groups of three digits. */
  readonly groups: readonly string[];
  /** Around a sum of US dollars, and of euros. */
  readonly dollars: readonly string[];
  readonly euros: readonly string[];
  /** Behind a number, with what it multiplies it by. */
  readonly scales: readonly (readonly [word: string, factor: number])[];
  readonly percent: readonly string[];
  readonly price: string;
  readonly rose: string;
  readonly fell: string;
}

const LANGUAGES: Readonly<Record<string, Language>> = {
  de: {
    decimal: ",",
    groups: [".", "\u00A0", ""],
    dollars: ["# $", "# US-Dollar", "# Dollar", "# USD", "$#", "USD #"],
    euros: ["# €", "# Euro", "EUR #"],
    scales: [
      [" Tsd.", 1e3],
      [" Mio.", 1e6],
      [" Millionen", 1e6],
      [" Mrd.", 1e9],
      [" Milliarden", 1e9],
      [" Billionen", 1e12],
    ],
    percent: ["# %", "#%", "# Prozent"],
    price: "Der Kurs liegt bei #.",
    rose: "TAO stieg um #.",
    fell: "TAO fiel um #.",
  },
  fr: {
    decimal: ",",
    groups: ["\u202F", "\u00A0", " "],
    dollars: ["# $", "#\u00A0$", "# dollars", "# USD", "# $US"],
    euros: ["# €", "#\u202F€", "# euros"],
    scales: [
      [" millions de", 1e6],
      [" milliards de", 1e9],
      [" M", 1e6],
      [" Md", 1e9],
      [" k", 1e3],
    ],
    percent: ["# %", "#\u202F%", "#%", "# pour cent"],
    price: "Le prix est de #.",
    rose: "TAO a gagné #.",
    fell: "TAO a perdu #.",
  },
  es: {
    decimal: ",",
    groups: [".", "\u00A0", " "],
    dollars: ["# $", "$#", "# dólares", "# USD", "US$ #"],
    euros: ["# €", "# euros"],
    scales: [
      [" mil", 1e3],
      [" millones de", 1e6],
      [" mil millones de", 1e9],
      [" billones de", 1e12],
    ],
    percent: ["# %", "#%", "# por ciento"],
    price: "El precio es de #.",
    rose: "TAO subió un #.",
    fell: "TAO cayó un #.",
  },
  "pt-BR": {
    decimal: ",",
    groups: ["."],
    dollars: ["US$ #", "$ #", "# dólares", "# USD"],
    euros: ["€ #", "# euros"],
    scales: [
      [" mil", 1e3],
      [" milhões de", 1e6],
      [" bilhões de", 1e9],
      [" trilhões de", 1e12],
      [" mi", 1e6],
      [" bi", 1e9],
      [" tri", 1e12],
    ],
    percent: ["#%", "# %", "# por cento"],
    price: "O preço é de #.",
    rose: "TAO subiu #.",
    fell: "TAO caiu #.",
  },
  ru: {
    decimal: ",",
    groups: ["\u00A0", " ", ""],
    dollars: ["# $", "$#", "# долларов", "# долл.", "# USD"],
    euros: ["# €", "# евро"],
    scales: [
      [" тыс.", 1e3],
      [" млн", 1e6],
      [" миллионов", 1e6],
      [" млрд", 1e9],
      [" миллиарда", 1e9],
      [" трлн", 1e12],
    ],
    percent: ["# %", "#%", "# процента", "# процентов"],
    price: "Цена — #.",
    rose: "TAO вырос на #.",
    fell: "TAO упал на #.",
  },
  zh: {
    decimal: ".",
    groups: [",", ""],
    dollars: ["#美元", "# 美元", "$#", "US$#"],
    euros: ["#欧元", "€#"],
    scales: [
      ["万", 1e4],
      ["亿", 1e8],
      ["万亿", 1e12],
    ],
    percent: ["#%", "#％", "百分之#"],
    price: "价格是#。",
    rose: "TAO上涨#。",
    fell: "TAO下跌#。",
  },
  ja: {
    decimal: ".",
    groups: [",", ""],
    dollars: ["#ドル", "# ドル", "$#", "#米ドル"],
    euros: ["#ユーロ", "€#"],
    scales: [
      ["万", 1e4],
      ["億", 1e8],
      ["兆", 1e12],
    ],
    percent: ["#%", "#％", "#パーセント"],
    price: "価格は#です。",
    rose: "TAOは#上昇しました。",
    fell: "TAOは#下落しました。",
  },
  ko: {
    decimal: ".",
    groups: [",", ""],
    dollars: ["#달러", "# 달러", "$#", "#미국 달러"],
    euros: ["#유로", "€#"],
    scales: [
      ["만", 1e4],
      ["억", 1e8],
      ["조", 1e12],
    ],
    percent: ["#%", "# %", "#퍼센트", "#프로"],
    price: "가격은 #입니다.",
    rose: "TAO는 # 상승했습니다.",
    fell: "TAO는 # 하락했습니다.",
  },
};

/** A whole number of the last digit's units, as the language writes it. */
function written(units: number, decimals: number, { decimal }: Language, group: string): string {
  const digits = String(units).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(?:\d{3})+$)/g, group);
  return decimals === 0 ? whole : `${whole}${decimal}${digits.slice(-decimals)}`;
}

describe.each(Object.entries(LANGUAGES))("figures in %s", (locale, language) => {
  const unsupported = (text: string, facts: unknown): readonly string[] =>
    checkFigures(text, { facts: [facts], asked: [], now: NOON, locale }).unsupported;
  const inPrice = (figure: string): string => language.price.replace("#", () => figure);
  const money = fc.record({
    units: fc.integer({ min: 1_300, max: 99_999_999_999 }),
    group: fc.constantFrom(...language.groups),
    around: fc.constantFrom(...language.dollars),
  });

  test("a price is borne out by its fact, wherever its currency and its separators stand", () => {
    fc.assert(
      fc.property(money, ({ units, group, around }) => {
        const text = inPrice(around.replace("#", () => written(units, 2, language, group)));
        expect([text, unsupported(text, { price: units / 100, currency: "USD" })]).toEqual([text, []]);
      }),
      { numRuns: 300 },
    );
  });

  test("and by no other price, nor by one in another currency", () => {
    fc.assert(
      fc.property(money, fc.integer({ min: 1, max: 9 }), fc.constantFrom(...language.euros), (each, off, euros) => {
        const figure = written(each.units, 2, language, each.group);
        const dollars = inPrice(each.around.replace("#", () => figure));
        expect([dollars, unsupported(dollars, { price: (each.units + off) / 100, currency: "USD" }).length]).toEqual([
          dollars,
          1,
        ]);
        const inEuros = inPrice(euros.replace("#", () => figure));
        expect([inEuros, unsupported(inEuros, { price: each.units / 100, currency: "USD" }).length]).toEqual([
          inEuros,
          1,
        ]);
      }),
      { numRuns: 300 },
    );
  });

  const scaled = fc.record({
    units: fc.integer({ min: 101, max: 9_999 }),
    decimals: fc.constantFrom(1, 2),
    scale: fc.constantFrom(...language.scales),
    around: fc.constantFrom(...language.dollars),
  });

  test("words for thousands and millions scale it, as far as its digits show", () => {
    fc.assert(
      fc.property(
        scaled,
        fc.double({ min: -0.49, max: 0.49, noNaN: true }),
        ({ units, decimals, scale, around }, rest) => {
          const [word, factor] = scale;
          const figure = `${written(units, decimals, language, "")}${word}`;
          // "de" stands in front of a word, not in front of a sign.
          const text = inPrice(
            around
              .replace("#", () => figure)
              .replace(/ de (?=\W)/u, " ")
              .replace(/ de\.?$/, ""),
          );
          fc.pre(!/ de(?:\.|$)| de USD/.test(text));
          const value = ((units + rest) / 10 ** decimals) * factor;
          expect([text, unsupported(text, { marketCap: value, currency: "USD" })]).toEqual([text, []]);
          const times = [text, unsupported(text, { marketCap: value * 1_000, currency: "USD" }).length];
          expect(times).toEqual([text, 1]);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("a rise is no fall, and no other rise", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 9_999 }),
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom(...language.percent),
        (points, off, around) => {
          const figure = around.replace("#", () => written(points, 2, language, ""));
          const [rose, fell] = [language.rose, language.fell].map((each) => each.replace("#", () => figure)) as [
            string,
            string,
          ];
          const facts = (fraction: number) => ({ symbol: "TAO", change24hFraction: fraction });
          expect([rose, unsupported(rose, facts(points / 10_000))]).toEqual([rose, []]);
          expect([fell, unsupported(fell, facts(-points / 10_000))]).toEqual([fell, []]);
          expect([fell, unsupported(fell, facts(points / 10_000)).length]).toEqual([fell, 1]);
          expect([rose, unsupported(rose, facts(-points / 10_000)).length]).toEqual([rose, 1]);
          expect([rose, unsupported(rose, facts((points + off) / 10_000)).length]).toEqual([rose, 1]);
        },
      ),
      { numRuns: 300 },
    );
  });
});
