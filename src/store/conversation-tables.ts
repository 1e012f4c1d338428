import type { Generated } from "kysely";

/** Tables of what was said and what is to be remembered; part of `Tables`. */
export interface ConversationTables {
  /** `topic_id` is empty where the place has none. */
  exchange: {
    id: Generated<number>;
    user_id: string;
    platform: string;
    chat_id: string;
    topic_id: string;
    question: string;
    answer: string;
    said_at: number;
  };
  person_note: { user_id: string; number: number; text: string; noted_at: number };
}
