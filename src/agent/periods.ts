import type { FigureClaim } from "./claim.ts";

/** A stretch of time that a sentence names: "this week", "24h", "7 Tage". */
interface Period {
  readonly days: number;
  readonly start: number;
  readonly end: number;
}

/** A unit of time: what it is called behind a number, and by itself; each in languages with blanks, then in those without. */
interface Unit {
  readonly days: number;
  readonly counted: readonly [string, string];
  readonly alone: readonly [string, string];
}

// Plurals alone say no length: "in recent days".
const UNITS: readonly Unit[] = [
  {
    days: 1 / 24,
    counted: ["h|hrs?|hours?|std|stunden?|heures?|horas?|or[ae]|час\\p{L}*", "个?小时|個?小時|時間|시간"],
    alone: ["hour|hourly|stunde|heure|hora|час", "一小时|一小時|한 시간"],
  },
  {
    days: 1,
    counted: ["d|days?|tage?n?|jours?|d[ií]as?|giorn[oi]|дн\\p{L}*|день", "天|日間|일간?"],
    alone: [
      "day|daily|today|yesterday|tag|heute|gestern|jour|aujourd['’]hui|d[ií]a|hoy|ayer|hoje|ontem|giorno|oggi|ieri|день|сутки|сегодня|вчера",
      "今天|昨天|一天|今日|昨日|하루|오늘|어제",
    ],
  },
  {
    days: 7,
    counted: ["w|wks?|weeks?|wochen?|semaines?|semanas?|settiman[ae]|недел\\p{L}*", "个?周|週間?|주"],
    alone: [
      "week|weekly|woche|semaine|semana|settimana|недел[яюие]",
      "一周|本周|上周|一週間?|今週|先週|일주일|한 주|이번 주|지난주",
    ],
  },
  {
    days: 30,
    counted: ["months?|monat(?:e[ns]?|s)?|mois|mes(?:es)?|m[eê]s|mes[ei]|месяц\\p{L}*", "个月|個月|[かヶカ]月|개월"],
    alone: ["month|monthly|monat|mois|mês|mese|месяц", "一个月|本月|上月|今月|先月|한 달|이번 달|지난달"],
  },
  {
    days: 365,
    counted: ["y|yrs?|years?|jahr(?:e[ns]?|s)?|ans?|années?|años?|anos?|ann[oi]|год\\p{L}*|лет", "年間?|년간?"],
    alone: ["year|yearly|jahr|année|año|ano|anno|год", "一年|今年|去年|올해|작년"],
  },
];

/** "2 hours ago" and "3 Tage alt" say how old a figure is. */
const AGE = "(?![\\s\\u00A0]?(?:ago|old|earlier|alt|назад|前|전))";
const AGE_BEFORE = /(?:vor|il y a|hace|há)[\s\u00A0](?:einem |einer |un |une |um |uma )?$/iu;

const PATTERNS = UNITS.map(({ days, counted, alone }) => {
  const behind = `(?<![\\d.,a-zA-Z])(?<count>\\d{1,3})[\\s\\u00A0-]?(?:(?:${counted[0]})(?!\\p{L})|(?:${counted[1]}))`;
  const itself = `(?<!\\p{L})(?:${alone[0]})(?!\\p{L})|${alone[1]}`;
  return [days, new RegExp(`(?:${behind}|${itself})${AGE}`, "giu")] as const;
});

function periodsIn(sentence: string): readonly Period[] {
  return PATTERNS.flatMap(([days, pattern]) =>
    [...sentence.matchAll(pattern)].flatMap((found) => {
      const count = found.groups?.["count"];
      const start = found.index;
      if (AGE_BEFORE.test(sentence.slice(Math.max(0, start - 20), start))) return [];
      return [{ days: days * Number(count ?? 1), start, end: start + found[0].length }];
    }),
  ).sort((a, b) => a.start - b.start);
}

/** Where what follows a figure is said of something else. */
const BOUNDARY = /[,;:|\n、，；：]|(?<!\p{L})(?:and|while|but|after|und|während|et|mais|y|pero|mas|и|но)(?!\p{L})/iu;
const FAR = 60;
const TOUCH = 3;

/**
 * Over which time each figure of a sentence is said to be, in days: as it says right behind the figure, or in front of it where
 * that is not said of the figure before.
 * @param claims  in the order in which they stand
 */
export function periodsOf(
  sentence: string,
  claims: readonly FigureClaim[],
): ReadonlyMap<FigureClaim, readonly number[]> {
  const periods = periodsIn(sentence);
  const found = new Map<FigureClaim, readonly number[]>();
  if (periods.length === 0) return found;
  let from = 0;
  let next = 0;
  claims.forEach((claim, index) => {
    const until = Math.min(claims[index + 1]?.at ?? sentence.length, claim.end + FAR);
    const said = sentence.slice(claim.end, until);
    const end = claim.end + (BOUNDARY.exec(said)?.index ?? said.length);
    let before: Period | undefined;
    for (; (periods[next]?.end ?? Infinity) <= claim.at; next += 1) {
      const each = periods[next];
      // "24h +1.2% 7d -4.6%": what touches this figure may be of both.
      if (each && (each.start >= from || claim.at - each.end <= TOUCH)) before = each;
    }
    // What is part of a figure, as the "7d" that looks like one, is none of its own.
    while ((periods[next]?.start ?? Infinity) < claim.end) next += 1;
    const behind = periods[next];
    const isBehind = behind !== undefined && behind.end <= end;
    from = isBehind ? behind.end : claim.end;
    const own = [...(before ? [before.days] : []), ...(isBehind ? [behind.days] : [])];
    if (own.length > 0) found.set(claim, own);
  });
  return found;
}

/** A month has 28 days, 30 or 31. */
const LIKE = 1.25;

/** Whether a fact over so many days can be what is said of one of these times. */
export const isOver = (days: number, said: readonly number[]): boolean =>
  said.length === 0 || said.some((each) => Math.max(each, days) / Math.min(each, days) <= LIKE);

const KEY_DAYS: Readonly<Record<string, number>> = { h: 1 / 24, d: 1, w: 7, M: 30, mo: 30, y: 365 };

/** Over how many days a change is, by its key: 7 of `change7dFraction`. */
export function daysOfKey(key: string): number | undefined {
  const [, count, unit = ""] = /(?<![\d])(\d{1,3})(h|d|w|mo|M|y)(?![a-z])/.exec(key) ?? [];
  const days = KEY_DAYS[unit];
  return days === undefined ? undefined : Number(count) * days;
}
