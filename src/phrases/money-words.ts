import { currencyOf } from "../market/currency-words.ts";

/** Names of currencies that people write in other languages than English. */
const WORDS: Readonly<Record<string, string>> = {
  dólar: "USD",
  dolar: "USD",
  dólares: "USD",
  dolares: "USD",
  доллар: "USD",
  долларах: "USD",
  доллары: "USD",
  долларов: "USD",
  доллара: "USD",
  美元: "USD",
  ドル: "USD",
  евро: "EUR",
  欧元: "EUR",
  ユーロ: "EUR",
  libra: "GBP",
  libras: "GBP",
  livre: "GBP",
  livres: "GBP",
  pfund: "GBP",
  franken: "CHF",
  yens: "JPY",
  yenes: "JPY",
  円: "JPY",
  日元: "JPY",
  人民币: "CNY",
  rupien: "INR",
  рублях: "RUB",
  рублей: "RUB",
  рубли: "RUB",
  рубль: "RUB",
};

/** The currency that a sign, a name in one of our languages or a code stands for, in upper case. @param isCode  whether an upper-case code is money */
export const currencyNamed = (word: string, isCode: (code: string) => boolean): string | undefined => {
  const typed = word.toLowerCase();
  return Object.hasOwn(WORDS, typed) ? WORDS[typed] : currencyOf(word, { isCurrency: isCode });
};
