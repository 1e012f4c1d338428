import { about, type AboutParts } from "./about.ts";
import { allow } from "./allow.ts";
import type { AnyCommand } from "../core/command.ts";
import { ask } from "./ask.ts";
import type { Assets } from "../market/assets.ts";
import type { Call, Place, Progress } from "../core/call.ts";
import { cashtags, type CashtagParts } from "./cashtags.ts";
import { chart } from "./chart.ts";
import { claim } from "./claim.ts";
import { compare } from "./compare.ts";
import { convert } from "./convert.ts";
import { glossary } from "./glossary.ts";
import { help } from "./help.ts";
import type { Histories } from "../market/history.ts";
import { market } from "./market.ts";
import type { Overview } from "../market/overview.ts";
import { price } from "./price.ts";
import type { Quotes } from "../market/quotes.ts";
import type { Rates } from "../market/rates.ts";
import type { Reply } from "../core/reply.ts";
import type { Sector } from "../sector/sector.ts";
import { source } from "./source.ts";
import { start } from "./start.ts";
import { trending } from "./trending.ts";

/** What commands are made of. */
export interface CommandParts extends CashtagParts {
  readonly assets: Assets;
  readonly quotes: Quotes;
  readonly histories: Histories;
  readonly rates: Rates;
  readonly overview: Overview;
  readonly sector: Sector;
  /** ISO 4217 code of prices where nobody names another. */
  readonly currency: string;
  readonly answer: (question: string, call: Call, progress: Progress) => Promise<Reply>;
  readonly about: AboutParts;
  /** Where there is a code to claim with. */
  readonly claimed?: (code: string, call: Call) => Promise<boolean>;
  readonly setAllowed: (place: Place, allowed: boolean, now: number) => Promise<void>;
  /** Every command, for help to read when it is asked. */
  readonly all: ReadonlyMap<string, AnyCommand>;
}

/** Every command of the desk, in the order in which menus and help list them. */
export const createCommands = (parts: CommandParts): readonly AnyCommand[] => [
  price(parts),
  convert(parts),
  chart(parts),
  compare(parts),
  market(parts),
  trending(parts),
  glossary(parts.sector.glossary),
  source(parts.sector.conversation),
  ask(parts.answer),
  help(parts.all),
  start(),
  about(parts.about),
  ...(parts.claimed === undefined ? [] : [claim(parts.claimed)]),
  allow(parts.setAllowed),
  cashtags(parts),
];
