import type { Selectable } from "kysely";
import type { Platform } from "../core/call.ts";
import type { DigestSettings, Subscription, SubscriptionState } from "../digest/subscription.ts";
import type { Tables } from "./tables.ts";

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
  settings: JSON.parse(row.settings) as DigestSettings,
  state: row.state as SubscriptionState,
  ...(row.reason === null ? {} : { reason: row.reason }),
  ...(row.next_at === null ? {} : { nextAt: row.next_at }),
  coveredTo: row.covered_to,
  createdAt: row.created_at,
  version: row.version,
});
