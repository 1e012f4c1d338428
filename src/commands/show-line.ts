/**
 * Reads the line behind a list that is shown by its bare name: "/watchlist show" is "/watchlist", as it is on Discord.
 * @returns undefined for any other line, which is left to the usual reading
 */
export function readShowLine(line: string): { readonly currency?: string } | undefined {
  const [shown, currency = ""] = /^\s*show(?:\s+(\S.*))?$/i.exec(line) ?? [];
  if (shown === undefined) return undefined;
  return currency === "" ? {} : { currency: currency.trim() };
}
