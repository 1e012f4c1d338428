/** How far back a look-up goes, as commands name it. */
export type RangeName = "1D" | "7D" | "30D" | "90D" | "1Y" | "MAX";

/** What people write for a range, in any of our languages; numbers and units are read apart from this. */
const NAMES: Readonly<Record<string, RangeName>> = {
  today: "1D",
  day: "1D",
  week: "7D",
  month: "30D",
  quarter: "90D",
  year: "1Y",
  max: "MAX",
  "all time": "MAX",
  heute: "1D",
  tag: "1D",
  tages: "1D",
  woche: "7D",
  monat: "30D",
  quartal: "90D",
  jahr: "1Y",
  hoy: "1D",
  día: "1D",
  dia: "1D",
  semana: "7D",
  mes: "30D",
  mês: "30D",
  trimestre: "90D",
  año: "1Y",
  ano: "1Y",
  hoje: "1D",
  jour: "1D",
  semaine: "7D",
  mois: "30D",
  an: "1Y",
  année: "1Y",
  "aujourd'hui": "1D",
  сегодня: "1D",
  день: "1D",
  неделю: "7D",
  неделя: "7D",
  месяц: "30D",
  год: "1Y",
};

const UNITS: readonly (readonly [form: RegExp, days: number])[] = [
  [/^(?:h|hrs?|hours?|stunden?|std|horas?|heures?|час(?:а|ов)?)$/u, 1 / 24],
  [/^(?:d|days?|tagen?|tage|d[ií]as?|j|jours?|дн(?:я|ей)|день)$/u, 1],
  [/^(?:w|wk|weeks?|wochen?|semanas?|semaines?|недел[иьюя])$/u, 7],
  [/^(?:m|mo|months?|monaten?|monate?|mes|meses|mês|mois|месяц(?:а|ев)?)$/u, 30],
  [/^(?:y|yr|years?|jahren?|jahre?|a[ñn]os?|ans?|année|лет|года?)$/u, 365],
];

const BY_DAYS: ReadonlyMap<number, RangeName> = new Map([
  [1, "1D"],
  [7, "7D"],
  [30, "30D"],
  [90, "90D"],
  [360, "1Y"],
  [365, "1Y"],
]);

const NUMBER_WORDS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  seven: 7,
  twelve: 12,
  thirty: 30,
  ninety: 90,
  eine: 1,
  einem: 1,
  ein: 1,
  una: 1,
  un: 1,
  une: 1,
  um: 1,
  uma: 1,
  drei: 3,
  tres: 3,
  trois: 3,
  três: 3,
};

/** The range that words name: "7d", "7 days", "3 months", "year"; undefined where there is no such range, as for 45 days. */
export function rangeNamed(words: string): RangeName | undefined {
  const typed = words.toLowerCase();
  if (Object.hasOwn(NAMES, typed)) return NAMES[typed];
  const { count, unit } = /^(?<count>\d{1,4}|\p{L}+ )\s*(?<unit>\p{L}+)$/u.exec(typed)?.groups ?? {};
  if (count === undefined || unit === undefined) return undefined;
  const word = count.trim();
  const times = /^\d+$/.test(word) ? Number(word) : Object.hasOwn(NUMBER_WORDS, word) ? NUMBER_WORDS[word] : undefined;
  const days = UNITS.find(([form]) => form.test(unit))?.[1];
  return times === undefined || days === undefined ? undefined : BY_DAYS.get(Math.round(times * days * 24) / 24);
}

/** The first range that a longer sentence names ("how did TAO do over the last 90 days"), and the sentence without it. */
export function rangeWithin(sentence: string): { readonly range: RangeName; readonly rest: string } | undefined {
  const words = [...sentence.matchAll(/[\p{L}\p{N}]+/gu)];
  for (const length of [2, 1])
    for (let first = 0; first + length <= words.length; first++) {
      const [from, to] = [words[first], words[first + length - 1]];
      if (!from || !to) continue;
      const end = to.index + to[0].length;
      const range = rangeNamed(sentence.slice(from.index, end).replaceAll(/[\s-]+/g, " "));
      if (range) return { range, rest: `${sentence.slice(0, from.index)} ${sentence.slice(end)}` };
    }
  return undefined;
}
