import { describe, expect, test } from "vitest";
import { NOON } from "../../tests/support/calls.ts";
import { checkFigures } from "./figures.ts";
import { daysOfKey } from "./periods.ts";

const FACTS = [
  {
    currency: "USD",
    assets: [
      { symbol: "TAO", price: 312.46, change24hFraction: 0.0123, change7dFraction: -0.0456, change30dFraction: 0.21 },
      { symbol: "NEAR", price: 2.5, change24hFraction: -0.0301, change7dFraction: 0.1275 },
      { symbol: "RENDER", supply: { circulating: 518_345_678, max: 644_168_762, circulatingPercent: 80.47 } },
    ],
  },
];
const unsupported = (text: string, locale = "en", question = "?") =>
  checkFigures(text, { facts: FACTS, asked: [question], now: NOON, locale }).unsupported;

describe("a change over the time that is said of it stays", () => {
  test.each([
    ["en", "TAO is up 1.23% today and down 4.56% on the week."],
    ["en", "Over the week TAO lost 4.56%, and today it is up 1.23%."],
    ["en", "TAO rose 1.23% today after a 4.56% drop last week."],
    ["en", "After falling 4.56% over the week TAO gained 1.23%."],
    ["en", "TAO: 24h +1.23%, 7d −4.56%, 30d +21%."],
    ["en", "TAO: 24h +1.23% 7d −4.56% 30d +21%."],
    ["en", "TAO: +1.23% (24h), −4.56% (7d)."],
    ["en", "TAO's 7-day change is −4.56%; over 30 days it is up 21%."],
    ["en", "TAO fell 4.56% this week, and is up 1.23%."],
    ["en", "TAO is up 1.23% as of 2 hours ago."],
    ["en", "In recent days TAO fell 4.56%."],
    ["en", "In the past 24 hours TAO gained 1.23%, in a month 21%."],
    ["en", "NEAR is 12.75% higher than a week ago."],
    ["de", "Hier die Zahlen: TAO fiel in 7 Tagen um 4,56 %."],
    ["de", "TAO legte heute 1,23 % zu, verlor aber in der Woche 4,56 %."],
    ["fr", "TAO a perdu 4,56 % en une semaine et gagné 1,23 % aujourd'hui."],
    ["es", "TAO cayó un 4,56 % en 7 días y subió un 1,23 % hoy."],
    ["pt-BR", "O TAO caiu 4,56% na semana e subiu 1,23% hoje."],
    ["ru", "За неделю TAO упал на 4,56 %, за сутки вырос на 1,23 %."],
    ["zh", "TAO现价312.46美元24小时上涨1.23%，一周下跌4.56%。"],
    ["ja", "TAOは24時間で1.23%上昇、7日間で4.56%下落しました。"],
    ["ko", "주요 코인 TAO는 24시간 동안 1.23% 상승, 7일 동안 4.56% 하락했습니다."],
  ])("%s: %s", (locale, text) => expect(unsupported(text, locale)).toEqual([]));
});

describe("a change over another time goes", () => {
  test.each([
    ["en", "NEAR is up 12.75% since yesterday.", "12.75%"],
    ["en", "TAO gained 1.23% this week.", "1.23%"],
    ["en", "In 30 days TAO lost 4.56%.", "4.56%"],
    ["en", "TAO: 7d +1.23%.", "+1.23%"],
    ["de", "NEAR hat heute 12,75 % zugelegt.", "12,75 %"],
    ["fr", "TAO a gagné 1,23 % en une semaine.", "1,23 %"],
    ["es", "TAO subió un 1,23 % esta semana.", "1,23 %"],
    ["pt-BR", "O TAO subiu 1,23% em 7 dias.", "1,23%"],
    ["ru", "За неделю TAO вырос на 1,23 %.", "1,23 %"],
    ["zh", "TAO一周上涨1.23%。", "1.23%"],
    ["ja", "TAOは7日間で1.23%上昇しました。", "1.23%"],
    ["ko", "TAO는 일주일 동안 1.23% 상승했습니다.", "1.23%"],
  ])("%s: %s", (locale, text, figure) => expect(unsupported(text, locale)).toEqual([figure]));
});

test.each([
  ["change24hFraction", 1],
  ["change7d", 7],
  ["change1yFraction", 365],
  ["change30dFraction", 30],
  ["allTimeHighChangeFraction", undefined],
  ["commits4Weeks", undefined],
])("the key %s is over %s days", (key, days) => expect(daysOfKey(key)).toBe(days));

describe("supplies", () => {
  test.each([
    ["RENDER has 518.3M tokens in circulation.", []],
    ["RENDER has 518.3M tokens in circulation of a maximum of 644.2M.", []],
    ["At most 644.2M RENDER will ever be.", []],
    ["80.47% of RENDER is in circulation.", []],
    ["RENDER has 644.2M tokens in circulation.", ["644.2M"]],
    ["The max supply of RENDER is 518.3M.", ["518.3M"]],
  ] as const)("%s", (text, wrong) => expect(unsupported(text)).toEqual(wrong));
});

describe("what the asker asks about is no fact of it", () => {
  test.each([
    ["is TAO at $500?", "Yes, TAO is at $500 right now."],
    ["is TAO at 500?", "TAO trades around $500."],
    ["did it fall 20%?", "Yes, TAO fell 20%."],
    ["steht TAO bei 500 $?", "Ja, TAO steht bei 500 $."],
    ["¿TAO vale 500 dólares?", "Sí, TAO vale 500 dólares."],
  ])("%s %s", (question, text) => expect(unsupported(text, "en", question)).toHaveLength(1));

  test.each([
    ["is TAO at $500?", "No, TAO is not at $500."],
    ["is TAO above $500?", "TAO is at $312.46, below $500."],
    ["tell me when TAO is at $500", "You will hear when TAO is at $500."],
    ["I bought at $500", "You bought at $500; TAO is at $312.46 now."],
    ["did it fall 20%?", "It did not fall 20%."],
    ["what are $500 in TAO?", "$500 are not a full two coins."],
  ])("but can be repeated: %s %s", (question, text) => expect(unsupported(text, "en", question)).toEqual([]));
});
