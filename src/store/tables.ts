import type { ConversationTables } from "./conversation-tables.ts";
import type { DigestTables } from "./digest-tables.ts";
import type { Generated } from "kysely";
import type { ModelSpendTables } from "./model-spend-tables.ts";
import type { LinkTables } from "./link-tables.ts";
import type { PlaceTables } from "./place-tables.ts";
import type { PrivacyTables } from "./privacy-tables.ts";

/** Instants are UTC epoch milliseconds; booleans are 0 and 1; JSON is text. */
export interface Tables
  extends ConversationTables, DigestTables, LinkTables, ModelSpendTables, PlaceTables, PrivacyTables {
  user: { id: string; is_owner: number; created_at: number };
  account: { platform: string; account_id: string; user_id: string; name: string | null; seen_at: number };
  button: {
    id: string;
    command: string;
    input: string;
    answer: string;
    owner_id: string | null;
    proposal_id: string | null;
    created_at: number;
    expires_at: number;
  };
  proposal: {
    id: string;
    user_id: string;
    platform: string;
    chat_id: string;
    command: string;
    input: string;
    state: string;
    created_at: number;
    expires_at: number;
  };
  incoming_request: {
    platform: string;
    key: string;
    chat_id: string;
    topic_id: string | null;
    is_public: number;
    payload: string;
    asked_at: number;
    closed_at: number | null;
  };
  quote: { asset_id: string; currency: string; body: string; as_of: number; kept_at: number };
  asset: { id: string; symbol: string; name: string; rank: number | null; cap_usd: number | null; contracts: string };
  asset_choice: { user_id: string; word: string; asset_id: string; chosen_at: number };
  /** Days and hours are counted since 1970 in UTC. */
  daily_close: {
    asset_id: string;
    day: number;
    close_usd: number;
    volume_usd: number | null;
    cap_usd: number | null;
    source: string;
  };
  answer: { name: string; key: string; body: string; kept_at: number };
  provider_use: { provider: string; hour: number; requests: number };
  done_key: { user_id: string; key: string; command: string; facts: string; done_at: number };
  watchlist: { user_id: string; asset_id: string; position: number; added_at: number };
  recent_asset: { user_id: string; asset_id: string; platform: string; chat_id: string; asked_at: number };
  /** Days are counted since 1970 in UTC; without a level its four columns are null. */
  index_day: {
    index_id: string;
    day: number;
    asset_ids: string;
    listed_on_day: number;
    by_cap: number | null;
    equal: number | null;
    used: number | null;
    members: number | null;
    moves: string;
  };
  /** `moved_to`: where it lies now, if elsewhere; `next_at`: when it is to be read; `ok_at`: when it last was. */
  feed: {
    id: string;
    address: string;
    moved_to: string | null;
    publisher: string;
    kind: string;
    project_id: string | null;
    is_shipped: number;
    state: string;
    added_by: string | null;
    added_at: number;
    etag: string | null;
    last_modified: string | null;
    next_at: number;
    failures: Generated<number>;
    problem: string | null;
    ok_at: number | null;
  };
  news_item: {
    id: Generated<number>;
    feed_id: string;
    guid: string;
    title: string;
    link: string;
    summary: string | null;
    author: string | null;
    published_at: number;
    seen_at: number;
    is_on_topic: number;
  };
  news_item_project: { item_id: number; project_id: string; is_in_title: number };
  evidence: {
    id: Generated<number>;
    project_id: string;
    criterion: string;
    score: number;
    grade: string;
    claim: string;
    link: string;
    dated_at: number;
  };
  score_change: {
    id: Generated<number>;
    evidence_id: number;
    kind: string;
    from_score: number | null;
    to_score: number | null;
    by_user: string | null;
    changed_at: number;
  };
  /** Days are counted since 1970 in UTC; `is_more_`: there were more commits than were read. */
  repository_day: {
    repository: string;
    day: number;
    looked_at: number;
    state: string;
    last_commit_at: number | null;
    stars: number | null;
    is_archived: number | null;
    is_fork: number | null;
    release_name: string | null;
    released_at: number | null;
    commits_30: number | null;
    people_30: number | null;
    is_more_30: number | null;
    commits_90: number | null;
    people_90: number | null;
    is_more_90: number | null;
  };
  portfolio: { user_id: string; version: number; next_number: number };
  /** Amounts are decimal text. `fee` is of `fee_currency` or of `fee_asset_id`; a `_filled` says where a price was taken from. */
  portfolio_entry: {
    user_id: string;
    number: number;
    at: number;
    kind: string;
    asset_id: string | null;
    quantity: string | null;
    to_asset_id: string | null;
    to_quantity: string | null;
    value: string | null;
    value_currency: string | null;
    value_filled: string | null;
    fee: string | null;
    fee_currency: string | null;
    fee_asset_id: string | null;
    fee_value: string | null;
    fee_value_currency: string | null;
    fee_filled: string | null;
    account: string | null;
    transfer_id: string | null;
    acquired_at: number | null;
    income_kind: string | null;
    numerator: string | null;
    denominator: string | null;
    note: string | null;
    import_id: string | null;
    row_key: string | null;
  };
  /** Entries `first_number` to `last_number` are for no reader, and go at `remove_at`. */
  portfolio_hidden: { user_id: string; first_number: number; last_number: number; remove_at: number };
  import: { id: string; user_id: string; format: string; state: string; staged_at: number; expires_at: number };
  /** Some hundred entries as JSON. */
  import_row: { import_id: string; position: number; entries: string };
  /** `first_number` to `last_number` were added; `removed` are entries as they were. */
  portfolio_change: {
    user_id: string;
    place: number;
    command: string;
    made_at: number;
    first_number: number | null;
    last_number: number | null;
    removed: string;
  };
  user_setting: { user_id: string; name: string; value: string; changed_at: number };
  day_rate: { currency: string; day: number; per_usd: string; source: string; kept_at: number };
  /** `ended_at` is null as long as there is something left to do; `sent_ids` is JSON. */
  outbox: {
    id: Generated<number>;
    key: string;
    kind: string;
    source_id: string;
    platform: string;
    chat_id: string;
    topic_id: string | null;
    is_public: number;
    owner_id: string | null;
    reply: string;
    state: string;
    sent_ids: string;
    attempts: number;
    unknowns: number;
    reason: string | null;
    due_at: number;
    stale_at: number;
    retry_at: number;
    lease_until: number | null;
    ended_at: number | null;
    /** JSON. */
    manner: string | null;
    begun: Generated<number>;
  };
  last_post: {
    kind: string;
    source_id: string;
    platform: string;
    chat_id: string;
    topic_id: string | null;
    /** JSON. */
    message_ids: string;
    posted_at: number;
  };
  wallet: { user_id: string; address: string; family: string; label: string | null; added_at: number };
  /** `subject` is JSON; `look` the last look at it, `every_ms` how often there is one; `seen_at`: when there last was a figure. */
  alert_subject: {
    id: Generated<number>;
    subject: string;
    user_id: string | null;
    next_at: number;
    every_ms: number | null;
    looked_at: number | null;
    look: string | null;
    seen_at: number | null;
  };
  /** `owner_id`: whose it is, null of a place's, which has `of_platform` and `of_chat_id`. `watch` null: nothing is waited for. */
  alert: {
    number: Generated<number>;
    owner_id: string | null;
    made_by: string | null;
    of_platform: string | null;
    of_chat_id: string | null;
    platform: string;
    chat_id: string;
    topic_id: string | null;
    is_public: number;
    target: string;
    subject_id: number;
    condition: string;
    cool_down_ms: number | null;
    note: string | null;
    expires_at: number | null;
    state: string;
    reason: string | null;
    snoozed_until: number | null;
    created_at: number;
    fired_at: number | null;
    over_at: number | null;
    phase: string | null;
    watch: string | null;
    level: number | null;
    quiet_until: number | null;
    version: Generated<number>;
  };
  /** The last accepted figures of an asset, in US dollars; `doubted_since`: a jump that nobody has confirmed has stood since; `asked`: when each source was, JSON. */
  alert_webhook: { alert_number: number; url: string; secret: string };
  alert_asset: {
    asset: string;
    looked_at: number;
    price_usd: number | null;
    as_of: number | null;
    source: string | null;
    every_ms: number | null;
    seen_at: number | null;
    cap_usd: number | null;
    volume_usd: number | null;
    sizes_as_of: number | null;
    sizes_source: string | null;
    sizes_at: number | null;
    doubted_since: number | null;
    doubted_usd: number | null;
    ath_usd: number | null;
    ath_at: number | null;
    asked: string;
  };
  alert_quote: { asset: string; as_of: number; price_usd: number };
  note: { name: string; value: string; changed_at: number };
  lease: { name: string; holder: string; beat_at: number; started_at: number };
}
