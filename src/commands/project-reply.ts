import { bold, type Block, type Button, link, type Reply, rich, type Span } from "../core/reply.ts";
import { activityWords } from "./project-activity.ts";
import type { Call } from "../core/call.ts";
import type { Cited, ProjectFacts } from "./project-facts.ts";
import { markLink } from "./time-mark.ts";
import { money, percent } from "../core/format.ts";
import { sourceLine } from "./source-line.ts";

/** What a card has of each before one asks for more. */
const SHORT = { notes: 2, risks: 3 } as const;

const KINDS: Readonly<Record<ProjectFacts["kind"], string>> = {
  network: "Network",
  lab: "Model lab",
  framework: "Framework",
  agent: "Agent",
  application: "Application",
  company: "Company",
  chain: "Chain",
  model: "Model",
};

export interface ProjectView extends ProjectFacts {
  /** Whether everything is shown. */
  readonly isFull: boolean;
  /** Of the conversation. */
  readonly conversationUrl: string;
}

/** The card of a project: what it is, what it has for a token, what happened, what to be careful about, how sure it is. */
export function projectReply(facts: ProjectView, call: Call): Reply {
  const { name, token, price, isFull } = facts;
  const head = token ? `${name} (${token.symbol})` : name;
  const figures = price && [
    money(price.price, "USD", call.locale),
    ...(price.change24hFraction === undefined ? [] : [`${percent(price.change24hFraction, call.locale)} in 24 h`]),
  ];
  const { line } = sourceLine(price ? [price] : [], call.now);
  const sure = `Map: confidence ${facts.confidence}, newest source ${facts.asOfDay}`;
  return {
    title: figures ? `${head} ${figures.join(" · ")}` : head,
    blocks: [
      ...askedBy(facts),
      rich(bold(placeOf(facts)), `\n${facts.what}`),
      standing(facts),
      ...code(facts, call),
      ...(isFull ? standingInFull(facts) : []),
      ...notes(facts),
      ...risks(facts),
      ...(isFull ? [sources(facts.sources)] : []),
    ],
    footer: [sure, line].filter((each) => each !== undefined).join(" · "),
    buttons: buttons(facts),
  };
}

const askedBy = ({ askedBy: asked, name }: ProjectView): Block[] => {
  if (!asked) return [];
  if (asked.is === "misheard") return [rich(`"${asked.word}" is how a transcript heard ${name}.`)];
  return [rich(`"${asked.word}" (${asked.is}) belongs to ${name}.`)];
};

const placeOf = ({ kind, layer, alsoInLayers }: ProjectView): string =>
  `${KINDS[kind]} · ${layer.name}${alsoInLayers.length === 0 ? "" : `, also ${alsoInLayers.join(", ")}`}`;

/** Token, what it stands on, and where it is named: a line each. */
function standing(facts: ProjectView): Block {
  const { token, oldTokens, share, buildsOn, conversation, conversationUrl } = facts;
  const lines: (readonly (string | Span)[])[] = [
    [tokenLine(token?.symbol, share)],
    ...oldTokens.map(({ symbol, became }) => [`Old token ${symbol}: ${became}.`]),
    ...(buildsOn.length === 0 ? [] : [[`Builds on ${buildsOn.map((each) => each.name).join(", ")}.`]]),
    ...(conversation
      ? [
          [
            conversation.isCertain ? "In the conversation at " : "Perhaps meant in the conversation at ",
            ...joined(
              conversation.seconds.map((seconds) => markLink(seconds, conversationUrl)),
              ", ",
            ),
            ".",
          ],
        ]
      : []),
  ];
  return rich(...joined(lines, "\n").flat());
}

function tokenLine(symbol: string | undefined, share: string | undefined): string {
  if (symbol !== undefined) return `Token: ${symbol}.`;
  if (share !== undefined) return `No token. Its share is ${share}, on a stock exchange; this desk has no price of it.`;
  return "No token that we know of. A coin under this name is somebody else's.";
}

/** An address that nobody checked is said, and not linked. */
const place = (name: string, url: string, isSeen: boolean): readonly (string | Span)[] =>
  isSeen ? [link(name, url)] : [`${name} (not checked)`];

/** The repository and what it does; an organisation, of which nothing is counted, only in full. */
function code({ repository, activity, isFull }: ProjectView, call: Call): Block[] {
  if (!repository) return [];
  const words = activityWords(repository.name, activity, call);
  if (words === undefined && !isFull) return [];
  const { name, isSeen } = repository;
  return [
    rich(
      bold("Code: "),
      ...place(name, `https://github.com/${name}`, isSeen),
      words === undefined ? "" : ` — ${words}`,
      isFull && activity?.commitsIn30Days !== undefined ? `; ${activity.counted}` : "",
    ),
  ];
}

function standingInFull({ website, launchedYear, chains, notThese }: ProjectView): Block[] {
  const lines: (readonly (string | Span)[])[] = [
    ...(website ? [["Site: ", ...place(website.host, `https://${website.host}`, website.isSeen)]] : []),
    ...(chains.length === 0 ? [] : [[`Chains: ${chains.join(", ")}`]]),
    ...(launchedYear === undefined ? [] : [[`Public since about ${launchedYear}`]]),
    ...(notThese.length === 0 ? [] : [[`Not to be confused with: ${notThese.join("; ")}`]]),
  ];
  return lines.length === 0 ? [] : [rich(...joined(lines, "\n").flat())];
}

function notes({ notes: all, isFull }: ProjectView): Block[] {
  const shown = isFull ? all : all.slice(0, SHORT.notes);
  return shown.length === 0
    ? []
    : [
        rich(
          ...joined(
            shown.map((each) => [
              `${each.isApproximate === true ? "about " : ""}${each.onDay}: ${each.text} (`,
              cite(each),
              ")",
            ]),
            "\n",
          ).flat(),
        ),
      ];
}

function risks({ risks: all, isFull, isPartlyUnchecked }: ProjectView): Block[] {
  const shown = [
    ...(isFull ? all : all.slice(0, SHORT.risks)),
    ...(isPartlyUnchecked ? ["Some of this is not from a dated source."] : []),
  ];
  return shown.length === 0 ? [] : [rich(bold("To know: "), shown.join(" "))];
}

const cite = ({ title, url }: Cited): string | Span => (url === undefined ? title : link(title, url));

const sources = (all: readonly Cited[]): Block =>
  rich(
    bold("Sources: "),
    ...joined(
      all.map((each) => [cite(each), `, ${each.isApproximate === true ? "about " : ""}${each.onDay}`]),
      "; ",
    ).flat(),
  );

/** The parts with something between each two of them. */
const joined = <Part>(parts: readonly Part[], between: string): (Part | string)[] =>
  parts.flatMap((part, index) => (index === 0 ? [part] : [between, part]));

const buttons = ({ projectId, token, isFull, hasScorecard }: ProjectView): Button[] => [
  ...(token
    ? [{ label: "Chart", command: "chart", input: { assets: [`=${token.assetId}`] }, answer: "new" as const }]
    : []),
  ...(hasScorecard
    ? [{ label: "Score", command: "score", input: { project: `=${projectId}` }, answer: "new" as const }]
    : []),
  { label: "News", command: "news", input: { about: [`=${projectId}`] }, answer: "new" as const },
  { label: isFull ? "Less" : "Everything", command: "project", input: { name: `=${projectId}`, details: !isFull } },
];
