import type { Generated } from "kysely";

/** Instants are UTC epoch milliseconds; booleans are 0 and 1; JSON is text. */
export interface Tables {
  user: { id: string; is_owner: number; created_at: number };
  account: { platform: string; account_id: string; user_id: string; name: string | null; seen_at: number };
  place: { platform: string; chat_id: string; is_public: number; first_seen_at: number; seen_at: number };
  setting: { platform: string; chat_id: string; name: string; value: string; changed_at: number };
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
  note: { name: string; value: string; changed_at: number };
  lease: { name: string; holder: string; beat_at: number; started_at: number };
}
