import { ENDINGS, type Form, FORMS, LEAD_IN, LEAD_OUT, SIDES, TWO_IN_ONE, WAYS } from "./alert-grammar.ts";
import { isKind, type AlertFields, type ConditionFields, type TellingFields } from "./alert-fields.ts";

/** More is no line of a command. */
const LINE_LIMIT = 1_000;

type Given = Readonly<Record<string, string>>;

/**
 * The fields of `/alert add` from a typed line: "tao above 400 repeat every 6h until 2026-12-31 note sell some". What cannot be read
 * comes back as the kind, which is where the complaint about it is worded; "kind:price coin:tao" is left to the usual reading.
 */
export function readAlertLine(line: string): Given | undefined {
  if (/^\s*kind:/i.test(line)) return undefined;
  const { rest, ...telling } = readTelling(line.slice(0, LINE_LIMIT));
  const condition = readCondition(rest);
  return condition ? { ...condition, ...telling } : { kind: line.trim().slice(0, 500) };
}

/**
 * The fields of `/alert edit`: a number, then what is to be different: "3 below 250 eur", "3 note sell half", "3 until 30d".
 * What is no such thing is kept as the value, which is then complained of.
 */
export function readEditLine(line: string): Given | undefined {
  const [, number = "", words = ""] = /^\s*#?(\S+)(?:\s+(.*))?$/s.exec(line) ?? [];
  if (/^\w+:/.test(words)) return undefined;
  // Endings stand behind something.
  const { rest, ...telling } = readTelling(`= ${words.slice(0, LINE_LIMIT)}`);
  const change = rest.replace(/^=\s*/, "");
  return { number, ...(change === "" ? {} : readChange(change)), ...telling };
}

function readChange(change: string): Given {
  const [, is, value, currency] =
    /^(?:(?:value|to) )?(?:(above|over|below|under|up|down|either|moves?|better|worse|>|<)(?: than)? ?)?(\S+(?: (?:%|pct|percent|k|m|b|bn))?)?(?: ([\p{L}$€£¥]+))?$/iu.exec(
      change,
    ) ?? [];
  const within = /^(.+) (?:in|within|from) (\S+)$/i.exec(change);
  if (within?.[1] && within[2]) return { ...readChange(within[1]), window: within[2] };
  if (is === undefined && value === undefined) return { value: change };
  return { ...(is ? { is: sideOf(is) } : {}), ...(value ? { value } : {}), ...(currency ? { currency } : {}) };
}

/** What stands at the end, taken off one by one. */
function readTelling(line: string): Given & { readonly rest: string } {
  const squeezed = line.replaceAll(/\s+/g, " ").trim();
  const noted = /^(.*?\S) note:? (.+)$/iu.exec(squeezed);
  const found: Record<string, string> = noted?.[2] === undefined ? {} : { note: noted[2] };
  let rest = noted?.[1] ?? squeezed;
  for (;;) {
    const taken = takeEnding(rest, found);
    if (!taken) return { ...found, rest };
    found[taken.field] = taken.value;
    rest = taken.rest;
  }
}

function takeEnding(line: string, found: Given) {
  for (const { field, pattern, value: fixed } of ENDINGS) {
    if (found[field] !== undefined) continue;
    const match = pattern.exec(line);
    if (match?.[1]) return { field, value: (fixed ?? match[2] ?? "").trim(), rest: match[1].trim() };
  }
  return undefined;
}

function readCondition(typed: string): Given | undefined {
  const line = typed
    .replace(LEAD_IN, "")
    .replace(LEAD_OUT, "")
    .replaceAll(/ ?([<>]=?|[≥≤]) ?/g, " $1 ")
    // "agents layer 7d above 10%" as "layer agents …".
    .replace(/^(?!(?:the )?layer )([^\d]{1,40}?) layer (?=\S)/i, "layer $1 ");
  for (const form of FORMS) {
    const groups = form.pattern.exec(line)?.groups;
    if (groups) return TWO_IN_ONE.test(groups["coin"] ?? "") ? undefined : fieldsOf(form, groups);
  }
  return isKind(line) ? { kind: line } : undefined;
}

function fieldsOf({ kind, says }: Form, groups: Readonly<Record<string, string | undefined>>): Given {
  const { is, average, fast, slow, edge, ...rest } = groups;
  const given = Object.fromEntries(
    Object.entries(rest).flatMap(([name, value]) => (value ? [[name, value.trim()]] : [])),
  );
  switch (kind) {
    case "cross": {
      const window = says ? {} : { window: `${average?.toLowerCase() === "ema" ? "ema" : "sma"} ${fast}/${slow}` };
      return { kind, ...given, is: directionOf(is), ...window, ...says };
    }
    case "range":
      return { kind, ...given, is: edge === "high" ? "up" : edge === "low" ? "down" : directionOf(is) };
    case "rank":
      return { kind, ...given, is: /above|better/i.test(is ?? "") ? "better" : "worse" };
    case "layer":
      return { kind, ...given, ...layerChange(is, given["value"] ?? "") };
    default:
      return { kind, ...given, ...(is === undefined ? {} : { is: sideOf(is) }) };
  }
}

/** A layer that is down 10% has changed by less than -10%. */
function layerChange(is: string | undefined, value: string): Given {
  const side = sideOf(is ?? "above");
  if (side === "down") return { is: "below", value: /^[-\u2212]/.test(value) ? value : `-${value}` };
  return { is: side === "up" || side === "either" ? "above" : side };
}

const sideOf = (word: string): string => {
  const lower = word.toLowerCase();
  return SIDES[lower] ?? WAYS[lower] ?? lower;
};

const directionOf = (is: string | undefined): string => {
  const side = is === undefined ? "either" : sideOf(is);
  return side === "above" ? "up" : side === "below" ? "down" : side;
};

/** The line that reads as these fields. */
export function lineOf(fields: AlertFields): string {
  const { repeat, until, target, note } = fields;
  return [
    conditionLine(fields),
    repeat === undefined ? "" : repeat === "once" ? "once" : `repeat every ${repeat}`,
    until === undefined ? "" : `until ${until}`,
    target === undefined ? "" : target === "me" ? "to me" : target,
    note === undefined ? "" : `note ${note}`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}

function conditionLine(fields: ConditionFields & Pick<AlertFields, "kind"> & TellingFields): string {
  const { kind, coin = "", layer, is = "", value = "", window = "", currency, against = "", project = "" } = fields;
  const money = currency === undefined ? "" : ` ${currency}`;
  const [average = "", days = ""] = window.split(" ");
  const [fast = "", slow = ""] = days.split("/");
  const way = is === "either" ? "moves" : is;
  const crossing = is === "up" ? "crosses above" : is === "down" ? "crosses below" : "crosses";
  switch (kind) {
    case "price":
      return `${coin} ${is} ${value}${money}`.replace("  ", " ");
    case "change":
      return `${coin} ${way} ${value} in ${window}`;
    case "drawdown":
      return `${layer === undefined ? coin : `layer ${layer}`} drawdown ${value} from ${window}${window === "ath" ? "" : " high"}`;
    case "volume":
    case "cap":
      return `${coin} ${kind} ${is} ${value}`;
    case "ratio":
      return `${coin}/${against} ${is} ${value}`;
    case "portfolio":
      return `portfolio ${is} ${value}${money}`;
    case "portfolio_change":
      return `portfolio ${way} ${value}`;
    case "layer":
      return `layer ${layer} ${window} ${is} ${value}`;
    case "breadth":
      return `layer ${layer} breadth ${window} ${is} ${value}`;
    case "rank":
      return `layer ${layer} rank ${is} than ${value}`;
    case "news":
      return `news ${project}`;
    case "rsi":
      return `${coin} rsi ${window} ${is} ${value}`;
    case "cross":
      return `${coin} ${average} ${fast} ${crossing} ${slow}`;
    case "range":
      return `${coin} breaks${is === "either" ? "" : ` ${is}`} ${window} range`;
  }
  return kind satisfies never;
}
