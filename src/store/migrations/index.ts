import type { Migration } from "kysely";
import { alerts } from "./008-alerts.ts";
import { alertTargets } from "./013-alert-targets.ts";
import { conversation } from "./021-conversation.ts";
import { digests } from "./012-digests.ts";
import { evidence } from "./006-evidence.ts";
import { first } from "./001-first.ts";
import { imports } from "./010-imports.ts";
import { market } from "./002-market.ts";
import { modelSpend } from "./020-model-spend.ts";
import { news } from "./005-news.ts";
import { outbox } from "./009-outbox.ts";
import { outboxManner } from "./014-outbox-manner.ts";
import { people } from "./003-people.ts";
import { portfolio } from "./007-portfolio.ts";
import { privacy } from "./015-privacy.ts";
import { linkedAccounts } from "./017-linked-accounts.ts";
import { passingAnswers } from "./019-answers.ts";
import { placeLife } from "./018-place-life.ts";
import { placeUse } from "./016-settings.ts";
import { sector } from "./004-sector.ts";
import { traces } from "./022-trace.ts";
import { wallets } from "./011-wallets.ts";

/** In the order of their names; only ever added to. */
export const migrations: Readonly<Record<string, Migration>> = {
  "001-first": first,
  "002-market": market,
  "003-people": people,
  "004-sector": sector,
  "005-news": news,
  "006-evidence": evidence,
  "007-portfolio": portfolio,
  "008-alerts": alerts,
  "009-outbox": outbox,
  "010-imports": imports,
  "011-wallets": wallets,
  "012-digests": digests,
  "013-alert-targets": alertTargets,
  "014-outbox-manner": outboxManner,
  "015-privacy": privacy,
  "016-settings": placeUse,
  "019-answers": passingAnswers,
  "020-model-spend": modelSpend,
  "017-linked-accounts": linkedAccounts,
  "018-place-life": placeLife,
  "021-conversation": conversation,
  "022-trace": traces,
};
