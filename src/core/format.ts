/** The locale if this runtime knows numbers of it, else English. */
function knownLocale(locale: string): string {
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale).length > 0 ? locale : "en";
  } catch {
    return "en"; // Not a well-formed language tag: platforms pass on what clients say.
  }
}

/** Formats by locale and options: making one takes a hundred times as long as using it. */
const formats = new Map<string, Intl.NumberFormat>();
/** Locales are whatever platforms pass on, so that their number has a bound. */
const FORMATS_KEPT = 1_000;

function numbers(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  if (formats.size >= FORMATS_KEPT) formats.clear();
  const made = new Intl.NumberFormat(knownLocale(locale), options);
  formats.set(key, made);
  return made;
}

/** How exact a price is shown: cents from 10 upwards, up to four decimals from a tenth, four digits below, so that 0.00001234 is not "0.00". */
const precision = (value: number): Intl.NumberFormatOptions => {
  const size = Math.abs(value);
  if (size === 0 || size >= 10) return { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  if (size >= 0.1) return { minimumFractionDigits: 2, maximumFractionDigits: 4 };
  return { maximumSignificantDigits: 4 };
};

/** What this runtime knows as money; anything else is the symbol of a coin. */
const FIAT: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));
const isFiat = (code: string): boolean => FIAT.has(code);

/**
 * An amount of money or of a coin with its currency: "$67,123.46", "€0.00001234", "2.5 TAO".
 * @param currency  ISO 4217 code, or the symbol of a coin; any case
 */
export function money(value: number, currency: string, locale: string): string {
  const code = currency.toUpperCase();
  const size = Math.abs(value);
  // Beyond these, digits in a row are unreadable; the exponent is honest.
  const options: Intl.NumberFormatOptions =
    size !== 0 && (size < 1e-12 || size >= 1e15)
      ? { notation: "scientific", maximumSignificantDigits: 4 }
      : precision(value);
  if (isFiat(code)) {
    // A yen has no cents: a large amount is shown to the digits that its money has.
    const digits = Math.abs(value) >= 1000 && options.notation === undefined ? {} : options;
    return numbers(locale, { style: "currency", currency: code, ...digits }).format(value);
  }
  const plain = { ...options, minimumFractionDigits: 0 };
  return `${numbers(locale, plain).format(value)} ${code}`;
}

/** Less money than anybody has a use for: a thousandth of a cent. */
const NOTHING = 0.00001;

/**
 * An amount that somebody has, gained or paid, to the cent: "$6.76", "$0.50". A price may need more digits, see `money`.
 * @param currency  ISO 4217 code, or the symbol of a coin; any case
 */
export function cash(value: number, currency: string, locale: string): string {
  const code = currency.toUpperCase();
  // What dividing a sum by a price leaves over is no gain.
  const size = Math.abs(value) < NOTHING && isFiat(code) ? 0 : Math.abs(value);
  if (!isFiat(code) || size >= 1e15 || (size < 0.005 && size > 0)) return money(value, currency, locale);
  // Of money without cents, what is less than one still is something.
  const cents = size < 1 ? { minimumFractionDigits: 2, maximumFractionDigits: 2 } : {};
  return numbers(locale, { style: "currency", currency: code, ...cents }).format(size === 0 ? 0 : value);
}

/**
 * An amount of a coin, in full rather than as a price: "2.5 TAO", "0.0010983412 BTC".
 * @param value  plain digits keep what a number would round away
 * @param digits  significant digits at most, 21 at the highest
 */
export function quantity(value: number | `${number}`, symbol: string, locale: string, digits: number): string {
  const options: Intl.NumberFormatOptions = { maximumSignificantDigits: digits };
  return `${numbers(locale, options).format(value)} ${symbol}`;
}

/** A large amount in short form: "$12.4B". */
export function compactMoney(value: number, currency: string, locale: string): string {
  const code = currency.toUpperCase();
  const options: Intl.NumberFormatOptions = { notation: "compact", maximumSignificantDigits: 3 };
  if (!isFiat(code)) return `${numbers(locale, options).format(value)} ${code}`;
  return numbers(locale, { style: "currency", currency: code, ...options }).format(value);
}

/** A large number in short form: "12.4K". */
export const compact = (value: number, locale: string): string =>
  numbers(locale, { notation: "compact", maximumSignificantDigits: 3 }).format(value);

/** How large a file is: "12.3 MB". @param size  in bytes */
export const megabytes = (size: number, locale: string): string =>
  `${numbers(locale, { maximumSignificantDigits: 3 }).format(size / 1_000_000)} MB`;

/**
 * A change with its sign: "+1.23%".
 * @param fraction  0.0123 for 1.23 %
 * @param digits  after the decimal point; two unless it is very large
 */
export function percent(
  fraction: number,
  locale: string,
  digits = Math.abs(fraction) >= 10 ? 0 : Math.abs(fraction) >= 1 ? 1 : 2,
): string {
  return numbers(locale, {
    style: "percent",
    signDisplay: "exceptZero",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(fraction);
}

/** A part of a whole, without a sign: "57.9%", "0.781%". @param fraction  0.579 for 57.9 % */
export const share = (fraction: number, locale: string): string =>
  numbers(locale, { style: "percent", maximumSignificantDigits: 3 }).format(fraction);

/** How old something is, in one unit: "just now", "40 s ago", "3 min ago", "5 h ago", "2 days ago". */
export function age(at: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  if (seconds < 10) return "just now";
  if (seconds < 90) return `${seconds} s ago`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min ago`;
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)} h ago`;
  return `${Math.round(seconds / 86_400)} days ago`;
}

/** "2026-03-01 14:05 UTC". */
export const utcMinute = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** "2026-03-01". */
export const utcDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** How long something takes, in one unit: "30 min", "4 h", "4 days". @param ms  milliseconds */
export function duration(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.round(minutes / 60)} h`;
  return `${Math.round(minutes / (24 * 60))} days`;
}
