/** Numbers as words, by language; spaces between them, in order from the first value on in steps of `by`. */
const ROWS: readonly (readonly [first: number, by: number, words: string])[] = [
  [
    0,
    1,
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
  ],
  [20, 10, "twenty thirty forty fifty sixty seventy eighty ninety"],
  [
    1,
    1,
    "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn",
  ],
  [20, 10, "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig"],
  [2, 1, "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"],
  [20, 10, "vingt trente quarante cinquante soixante"],
  [2, 1, "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"],
  [20, 10, "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa"],
  [2, 1, "dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze"],
  [20, 10, "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa"],
  [2, 1, "due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici"],
  [20, 10, "venti trenta quaranta cinquanta sessanta settanta ottanta novanta"],
  [2, 1, "два три четыре пять шесть семь восемь девять десять"],
  [20, 10, "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто"],
  [1, 1, "bir iki üç dört beş altı yedi sekiz dokuz on"],
  [20, 10, "yirmi otuz kırk elli altmış yetmiş seksen doksan"],
  [200, 100, "doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"],
  [200, 100, "duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos"],
  [200, 100, "двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот"],
  [1, 1, "a"],
  [1, 1, "ein"],
  [1, 1, "eine"],
];

const SMALL: ReadonlyMap<string, number> = new Map(
  ROWS.flatMap(([first, by, words]) => words.split(" ").map((word, index) => [word, first + index * by] as const)),
);

const LARGE: ReadonlyMap<string, number> = new Map([
  ...["hundred", "hundert", "cent", "cien", "ciento", "cem", "cento", "сто", "yüz"].map((word) => [word, 100] as const),
  ...["thousand", "tausend", "mille", "mil", "mila", "тысяча", "тысяч", "тысячи", "bin"].map(
    (word) => [word, 1e3] as const,
  ),
  ...[
    "million",
    "millionen",
    "millions",
    "millón",
    "millones",
    "milhão",
    "milhões",
    "milioni",
    "миллион",
    "миллиона",
    "миллионов",
    "milyon",
  ].map((word) => [word, 1e6] as const),
  ...[
    "billion",
    "milliarde",
    "milliarden",
    "milliard",
    "milliards",
    "bilhão",
    "bilhões",
    "miliardo",
    "miliardi",
    "миллиард",
    "миллиарда",
    "миллиардов",
    "milyar",
  ].map((word) => [word, 1e9] as const),
  ["trillion", 1e12],
]);

const PARTS = [...SMALL.keys(), ...LARGE.keys()].filter((word) => word.length > 2).sort((a, b) => b.length - a.length);

/** A word as numbers in their order; German writes all of them as one. @returns undefined where it is no number */
export function numbersIn(word: string): readonly number[] | undefined {
  const whole = SMALL.get(word) ?? LARGE.get(word);
  if (whole !== undefined) return [whole];
  const found: number[] = [];
  for (let rest = word.replaceAll("ss", "ß"); rest !== "";) {
    if (rest.startsWith("und") && found.length > 0) {
      rest = rest.slice(3);
      continue;
    }
    const part = PARTS.find((each) => rest.startsWith(each));
    if (part === undefined) return undefined;
    found.push(SMALL.get(part) ?? LARGE.get(part) ?? 0);
    rest = rest.slice(part.length);
  }
  return found;
}
