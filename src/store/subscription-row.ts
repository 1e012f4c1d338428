import type { Selectable } from "kysely";
import type { Platform } from "../core/call.ts";
import { type DigestSettings, SECTIONS, type Subscription, type SubscriptionState } from "../digest/subscription.ts";
import type { Tables } from "./tables.ts";

/** Counts what settings can hold, so that a row tells which sections there were to choose from. */
const FORMAT = 2;
/** All that there was before that; whoever had all of them had asked for all. */
const FIRST_SECTIONS = "layers,movers,stories,yours";

/** Settings as they are kept. */
export const settingsText = (settings: DigestSettings): string => JSON.stringify({ ...settings, format: FORMAT });

function settingsFrom(kept: string): DigestSettings {
  const { format, ...settings } = JSON.parse(kept) as DigestSettings & { readonly format?: number };
  const isAll = format === undefined && settings.sections.join(",") === FIRST_SECTIONS;
  return isAll ? { ...settings, sections: SECTIONS } : settings;
}

/** A row of `subscription` as the rest of the desk knows it. */
export const subscriptionFrom = (row: Selectable<Tables["subscription"]>): Subscription => ({
  number: row.number,
  ...(row.owner_id === null ? {} : { ownerId: row.owner_id }),
  place: {
    platform: row.platform as Platform,
    chatId: row.chat_id,
    ...(row.topic_id === null ? {} : { topicId: row.topic_id }),
    isPublic: row.is_public === 1,
  },
  settings: settingsFrom(row.settings),
  state: row.state as SubscriptionState,
  ...(row.reason === null ? {} : { reason: row.reason }),
  ...(row.next_at === null ? {} : { nextAt: row.next_at }),
  coveredTo: row.covered_to,
  createdAt: row.created_at,
  version: row.version,
});
