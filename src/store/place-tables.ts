/** Tables of chats and what is set for them; part of `Tables`. */
export interface PlaceTables {
  place: {
    platform: string;
    chat_id: string;
    is_public: number;
    first_seen_at: number;
    seen_at: number;
    joined_at: number | null;
    left_at: number | null;
    looked_at: number | null;
  };
  passing_answer: { platform: string; chat_id: string; message_id: string; remove_at: number };
  greeting: { platform: string; chat_id: string; delivery_key: string; remove_at: number };
  /** Days are counted since 1970, in UTC. */
  place_use: { platform: string; chat_id: string; day: number; answers: number; model_questions: number };
  setting: { platform: string; chat_id: string; name: string; value: string; changed_at: number };
}
