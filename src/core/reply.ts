/** A stretch of text with one look. `text` is shown as it is: renderers escape, so nothing in it can become markup or a mention. */
export interface Span {
  readonly text: string;
  readonly style?: "bold" | "italic" | "code" | "quote";
  /** An http(s) address; renderers drop any other scheme. */
  readonly link?: string;
}

export interface TextBlock {
  readonly kind: "text";
  readonly spans: readonly Span[];
}

/** Label and value pairs, shown as "label: value" lines or in columns. */
export interface FieldsBlock {
  readonly kind: "fields";
  readonly fields: readonly { readonly label: string; readonly value: string }[];
}

/** Rows of short cells. The first column is what the row is about. */
export interface TableBlock {
  readonly kind: "table";
  readonly columns: readonly { readonly label: string; readonly align: "left" | "right" }[];
  readonly rows: readonly (readonly string[])[];
}

/** The facts of a picture; it is drawn when rendered, so a waiting reply depends on no file. `alt` says the same in words. */
export interface ChartBlock {
  readonly kind: "chart";
  readonly alt: string;
  readonly chart: Chart;
}

/** Every picture that can be drawn; each kind is a file in charts/. */
export type Chart = LineChart | PriceChart | CandleChart | PerformanceChart | TreemapChart | BarChart | DonutChart;

/** A line over a price: "EMA 20". In the price's unit; points oldest first. */
export interface Overlay {
  readonly name: string;
  readonly points: readonly (readonly [at: number, value: number])[];
  /** `band`: the edge of a channel, drawn thin. */
  readonly look?: "line" | "band";
}

/** What a price is drawn with, as far as it was asked for. */
export interface Studies {
  readonly overlays?: readonly Overlay[];
  /** Relative strength, 0 to 100, in a panel of its own. */
  readonly rsi?: Overlay;
}

export interface LineChart {
  readonly kind: "line";
  readonly title: string;
  /** What the values are, e.g. "USD". */
  readonly unit: string;
  /** Oldest first; `at` in UTC epoch milliseconds. */
  readonly series: readonly {
    readonly name: string;
    readonly points: readonly (readonly [at: number, value: number])[];
  }[];
  readonly source: string;
  readonly asOf: number;
}

/** One asset's price as a line, and what was traded of it as bars below. Points oldest first, in UTC epoch milliseconds. */
export interface PriceChart extends Studies {
  readonly kind: "price";
  readonly title: string;
  /** Of price and volume, e.g. "USD". */
  readonly unit: string;
  readonly points: readonly (readonly [at: number, price: number])[];
  /** What was traded in the 24 hours before each instant; empty where nobody says. */
  readonly volumes: readonly (readonly [at: number, volume: number])[];
  readonly source: string;
  readonly asOf: number;
}

/** What a price did in one interval. */
export interface Candle {
  /** UTC epoch milliseconds. */
  readonly at: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** One asset's price as candles, oldest first: hollow where it rose, filled where it fell. */
export interface CandleChart extends Studies {
  readonly kind: "candles";
  readonly title: string;
  readonly unit: string;
  readonly candles: readonly Candle[];
  /** What was traded in each interval; absent where nobody says. */
  readonly volumes?: readonly (readonly [at: number, volume: number])[];
  /** How much time one candle stands for, in milliseconds. */
  readonly intervalMs: number;
  readonly source: string;
  readonly asOf: number;
}

/** Several assets beside each other, each 100 at their first common instant. */
export interface PerformanceChart {
  readonly kind: "performance";
  readonly title: string;
  readonly series: LineChart["series"];
  readonly source: string;
  readonly asOf: number;
}

/** A heat map: areas by size, colours by change, in groups. */
export interface TreemapChart {
  readonly kind: "treemap";
  readonly title: string;
  /** What an area stands for, e.g. "market cap, USD". */
  readonly sizeUnit: string;
  /** What a colour stands for, e.g. "7 d change". */
  readonly changeUnit: string;
  readonly groups: readonly {
    readonly name: string;
    /** Fraction; absent where nobody knows. */
    readonly change?: number;
    readonly items: readonly { readonly name: string; readonly size: number; readonly change?: number }[];
  }[];
  readonly source: string;
  readonly asOf: number;
}

/** Values side by side, as bars that lie, so that long names have room before them. */
export interface BarChart {
  readonly kind: "bars";
  readonly title: string;
  /** Of the values: "%" (then values are fractions), or a currency. */
  readonly unit: string;
  /** In the order shown, from the top. */
  readonly bars: readonly { readonly name: string; readonly value: number }[];
  readonly source: string;
  readonly asOf: number;
}

/** Parts of a whole. */
export interface DonutChart {
  readonly kind: "donut";
  readonly title: string;
  readonly unit: string;
  /** Positive; in the order shown, clockwise from the top. */
  readonly parts: readonly { readonly name: string; readonly value: number }[];
  readonly source: string;
  readonly asOf: number;
}

export interface FileBlock {
  readonly kind: "file";
  readonly name: string;
  readonly text: string;
}

export type Block = TextBlock | FieldsBlock | TableBlock | ChartBlock | FileBlock;

/** Runs a command when pressed. `answer: "new"` leaves the message it sits on as it is; by default that message is edited. */
export interface CommandButton {
  readonly label: string;
  readonly command: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly answer?: "edit" | "new";
  /** Set on a Confirm button: the press carries out this stored proposal, once. */
  readonly proposalId?: string;
}

export interface LinkButton {
  readonly label: string;
  readonly url: string;
}

export type Button = CommandButton | LinkButton;

/** One select; numbered buttons where a platform has none. */
export interface Choices {
  readonly prompt: string;
  readonly options: readonly (CommandButton & { readonly description?: string })[];
}

/** What is said back, before rendering. A reply without title, blocks and choices says nothing and is not sent. */
export interface Reply {
  readonly title?: string;
  readonly blocks: readonly Block[];
  /** One small last line: source and age. */
  readonly footer?: string;
  readonly buttons?: readonly Button[];
  readonly choices?: Choices;
  /** `caller`: nobody else may read it. `caller-if-possible`: help and errors, private where the platform can do it safely. */
  readonly audience?: "caller" | "caller-if-possible";
  /** How long it stays where others read along, in milliseconds; absent: for good. */
  readonly staysMs?: number;
  /** The same for a program, where one is written to in place of people. JSON-safe; doors to people leave it out. */
  readonly event?: Readonly<Record<string, unknown>>;
}

/** Unstyled text, shown character for character. */
export const text = (plain: string): TextBlock => ({ kind: "text", spans: [{ text: plain }] });

export const rich = (...spans: readonly (string | Span)[]): TextBlock => ({
  kind: "text",
  spans: spans.map((span) => (typeof span === "string" ? { text: span } : span)),
});

export const bold = (plain: string): Span => ({ text: plain, style: "bold" });
export const italic = (plain: string): Span => ({ text: plain, style: "italic" });
export const code = (plain: string): Span => ({ text: plain, style: "code" });
export const link = (plain: string, url: string): Span => ({ text: plain, link: url });

/** Label and value lines; pairs whose value is undefined are left out, so that what is unknown is not shown as a zero. */
export const fields = (pairs: Readonly<Record<string, string | undefined>>): FieldsBlock => ({
  kind: "fields",
  fields: Object.entries(pairs).flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }])),
});

/** Whether there is nothing to send. */
export const isEmpty = (reply: Reply): boolean =>
  reply.title === undefined && reply.blocks.length === 0 && reply.choices === undefined;

export const SILENCE: Reply = { blocks: [] };
