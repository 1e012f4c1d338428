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
  note: { name: string; value: string; changed_at: number };
  lease: { name: string; holder: string; beat_at: number; started_at: number };
}
