/**
 * How far our clock is ahead of the others', by the `Date` that a server says with its answer, whatever that answer is.
 * @param addresses  asked all at once; the first that says the time counts
 * @param clock  UTC epoch milliseconds
 * @returns milliseconds, to the second; undefined where nobody says
 */
export async function clockAheadMs(
  addresses: readonly string[],
  { clock, signal }: { readonly clock: () => number; readonly signal: AbortSignal },
): Promise<number | undefined> {
  const ask = async (address: string): Promise<number> => {
    const before = clock();
    const response = await fetch(address, { method: "HEAD", redirect: "manual", signal });
    const after = clock();
    const said = Date.parse(response.headers.get("date") ?? "");
    if (Number.isNaN(said)) throw new Error("no date");
    // It was said somewhere between, and is cut to the second: what may be explained by that is none.
    if (said + 1_000 < before) return before - (said + 1_000);
    return said > after ? after - said : 0;
  };
  return await Promise.any(addresses.map(ask)).catch(() => undefined);
}
