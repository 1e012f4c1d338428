import type { DateClaim } from "./claim.ts";

const names = new Map<string, ReadonlyMap<string, number>>();

/** Names of months, English and of the locale, to 1-12. */
function monthNames(locale: string): ReadonlyMap<string, number> {
  const before = names.get(locale);
  if (before) return before;
  const found = new Map<string, number>();
  for (const each of ["en", locale])
    for (const month of ["long", "short"] as const)
      for (let index = 0; index < 12; index += 1) {
        try {
          const parts = new Intl.DateTimeFormat(each, { month, day: "numeric", timeZone: "UTC" }).formatToParts(
            Date.UTC(2026, index, 15),
          );
          const name = parts
            .find(({ type }) => type === "month")
            ?.value.toLowerCase()
            .replace(/\.$/, "");
          if (name && /\p{L}{3}/u.test(name)) found.set(name, index + 1);
        } catch {
          continue; // Not a well-formed language tag.
        }
      }
  if (names.size > 100) names.clear();
  names.set(locale, found);
  return found;
}

/** The days and times in a text, and the text with them blanked out. */
export function findDates(
  text: string,
  locale: string,
): { readonly claims: readonly DateClaim[]; readonly rest: string } {
  const months = monthNames(locale);
  const month = [...months.keys()].sort((a, b) => b.length - a.length).join("|");
  const claims: DateClaim[] = [];
  let rest = text;
  const take = (
    pattern: RegExp,
    read: (groups: Readonly<Record<string, string | undefined>>, shown: string) => DateClaim | undefined,
  ): void => {
    rest = rest.replace(pattern, (...args: unknown[]) => {
      const shown = String(args[0]);
      const claim = read(args.at(-1) as Record<string, string | undefined>, shown.trim());
      if (!claim) return shown;
      claims.push(claim);
      return "\u0000".repeat(shown.length);
    });
  };
  const day = (d: string | undefined, m: number | undefined, y: string | undefined) => ({
    day: Number(d),
    month: m ?? 0,
    ...(y === undefined ? {} : { year: Number(y) }),
  });

  take(/(?<![\d-])(?<y>\d{4})-(?<m>\d\d)-(?<d>\d\d)(?!\d)/gu, ({ y, m, d }, shown) => ({
    kind: "day",
    days: [day(d, Number(m), y)],
    shown,
  }));
  take(/(?<![\d.,/])(?<a>\d{1,2})(?<mark>[./])(?<b>\d{1,2})\k<mark>(?<y>\d{4})(?!\d)/gu, ({ a, b, y }, shown) => ({
    kind: "day",
    days: [day(a, Number(b), y), day(b, Number(a), y)],
    shown,
  }));
  take(
    new RegExp(
      `(?<!\\p{L})(?<name>${month})\\.?[ \\u00A0](?<d>\\d{1,2})(?:st|nd|rd|th)?(?!\\d|[.,]\\d|%)(?:,?[ \\u00A0](?<y>\\d{4})(?!\\d))?`,
      "giu",
    ),
    ({ name, d, y }, shown) => ({
      kind: "day",
      days: [day(d, months.get(name?.toLowerCase() ?? ""), y)],
      shown,
    }),
  );
  take(
    new RegExp(
      `(?<![\\d.,])(?<d>\\d{1,2})(?:st|nd|rd|th|\\.|er|º)?(?: of| de)?[ \\u00A0](?<name>${month})(?!\\p{L})\\.?(?:,?(?: de)?[ \\u00A0](?<y>\\d{4})(?!\\d))?`,
      "giu",
    ),
    ({ name, d, y }, shown) => ({
      kind: "day",
      days: [day(d, months.get(name?.toLowerCase() ?? ""), y)],
      shown,
    }),
  );
  take(/(?<![\d:.,])(?<h>[01]?\d|2[0-3]):(?<min>[0-5]\d)(?::[0-5]\d)?(?!\d)/gu, ({ h, min }, shown) => ({
    kind: "minute",
    hour: Number(h),
    minute: Number(min),
    shown,
  }));
  return { claims, rest };
}
