/** Money that prices can be asked in at CoinGecko (`/simple/supported_vs_currencies`), the most used first. */
const QUOTED =
  "USD EUR GBP JPY CHF CNY INR KRW BRL CAD AUD AED ARS BDT BHD BMD CLP CZK DKK GEL HKD HUF IDR ILS KWD LKR MMK MXN MYR NGN NOK NZD PHP PKR PLN RUB SAR SEK SGD THB TRY TWD UAH VEF VND ZAR XDR XAG XAU".split(
    " ",
  );

/** Money that only its exchange rates (`/exchange_rates`) know. */
const RATED = "AMD BAM COP CRC DOP GTQ HNL KES LBP PEN RON SVC ZMW".split(" ");

/** Codes of money and metals that hold without asking anybody. */
export const CURRENCIES: readonly string[] = [...QUOTED, ...RATED];

const quoted: ReadonlySet<string> = new Set([...QUOTED, "BTC", "ETH"]);

/** Whether CoinGecko gives prices in it by itself; anything else goes by way of the US dollar. @param code  upper case */
export const isQuotedIn = (code: string): boolean => quoted.has(code);
