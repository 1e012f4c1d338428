import type { Generated } from "kysely";

/** The tables of digests; see `Tables`. */
export interface DigestTables {
  /** Facts of what was composed once for all who asked for the same, JSON. */
  edition: {
    id: Generated<number>;
    scope_key: string;
    composed_at: number;
    covers_from: number;
    covers_to: number;
    facts: string;
  };
  /** `owner_id`: whose it is, null of a place's, which has `of_platform` and `of_chat_id`. `settings` is JSON; `next_at` null: not active. */
  subscription: {
    number: Generated<number>;
    owner_id: string | null;
    of_platform: string | null;
    of_chat_id: string | null;
    platform: string;
    chat_id: string;
    topic_id: string | null;
    is_public: number;
    settings: string;
    state: string;
    reason: string | null;
    next_at: number | null;
    covered_to: number;
    created_at: number;
    version: Generated<number>;
    /** Who subscribed last. */
    made_by: string | null;
  };
  /** `slot`: the local time it was due at, with its zone. */
  subscription_run: {
    subscription_number: number;
    slot: string;
    edition_id: number | null;
    due_at: number;
    at: number;
    state: string;
    is_late: number;
    reason: string | null;
  };
}
