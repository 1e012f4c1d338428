import { currencyNamed } from "../phrases/money-words.ts";
import { isCurrencyCode } from "./currencies.ts";

/** The currency that a word means; undefined when it is none. Three letters in any case may be a code. */
export const currencyOf = (word: string): string | undefined => currencyNamed(word, isCurrencyCode);

/** Words of a question that name no asset. */
const FILLER = new Set(
  `a about after again ago all along also always am an any are around as ask at be been before being between both but by can chart
  chf check coin coins compare compared comparison convert cost costs could crypto cryptocurrency current currently day days der des did die do
  does doing don't done du each el en est et for from gerade get getting give go goes going good graph had has have hat he hello her here heute hey
  hi high his history hour hours how hows how's i if i'm in into is ist it its it's just kostet kosten know kurs la last latest le les let lets let's like live
  look low los market cap mcap marketcap me moment month months more most move moved movement moving much my need now of off ok okay on one only our out over
  percent performance performing please plot pls preis precio preço prix price priced prices pricing quote quotes rank rate rates right said same say see show
  should so some since stand standing stands sell still tell than thank thanks that the their them then there these they this those ticker tickers time to today
  today's token tokens too trade trades trading und up update us valor value valued values volume vaut versus vs wants want was way we week weeks well were what
  what's whats when where which who whose why wie viel will with worth would wert y year years yesterday you your von vom de del di da des du au à dem den das combien cuánto cuanto cuesta vale quanto
  custa cena цена курс сколько стоит price? down better stronger weaker higher lower trending
    gainers losers movers winners biggest funding open interest fees fee revenue revenues tvl supply profile info details ath atl past draw candle candles
    gráfico gráficos grafico graphique diagramm verlauf qual é o os preços zeig zeige mir montre moi muestra muéstrame mostra какой какая какие покажи график графика у на
    gimme fam px lookin looking teh prise pirce prcie mcuh chrat n plus`
    .split(/\s+/)
    .filter((word) => word !== ""),
);

/** As many words as a look-up reads. It answers fewer, and says so; names left out here would be missed by nobody. */
const ASSET_LIMIT = 30;

const isTicker = (word: string): boolean => /^\$[a-z0-9.]{1,11}$/i.test(word) || /^[A-Z0-9]{2,10}$/.test(word);

/** Writing without blanks between words. Beside Latin letters it is what is asked of a symbol: "TAOの価格は". */
const WITHOUT_BLANKS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー、。]+/gu;

/**
 * What is left of a question when its common words are gone: names and symbols, in order. Words that stand together are one
 * name ("render network") unless each is a symbol by itself.
 */
export function assetsIn(asked: string): readonly string[] {
  const question = /[a-z]/iu.test(asked) ? asked.replaceAll(WITHOUT_BLANKS, " ") : asked;
  const names: string[] = [];
  let group: string[] = [];
  const close = (): void => {
    if (group.every(isTicker)) names.push(...group);
    else names.push(group.join(" "));
    group = [];
  };
  for (const piece of question.split(
    /\s*(?:,|;|\/|&|\+|\n|\?|!|:|"|“|”|\(|\)|(?<!\p{L})(?:and|or|und|oder|et|ou|y|o|vs\.?|versus|against|with|to|than)(?!\p{L}))\s*/giu,
  )) {
    for (const raw of piece.split(/\s+/)) {
      const word = raw.replace(/^['`*.¿¡]+|['`*.]+$|['’]s$/g, "");
      if (word === "" || /^\d+(?:[.,]\d+)?[dhwmyDHWMY%]?$/.test(word)) continue;
      // "NOW" or "ME" in capitals may be a coin; in a shouted question it is not, but then all of it is in capitals.
      const isFiller = FILLER.has(word.toLowerCase()) && !(isTicker(word) && question !== question.toUpperCase());
      if (!isFiller) group.push(word.replace(/^\$/, ""));
      else if (group.length > 0) close();
    }
    if (group.length > 0) close();
  }
  return [...new Set(names.filter((name) => /[\p{L}\p{N}]/u.test(name) && name.length <= 60))].slice(0, ASSET_LIMIT);
}
