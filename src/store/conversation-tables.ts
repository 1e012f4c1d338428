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
  /** `body` and `texts` are JSON; `texts` null: of somebody who does not want words kept. */
  trace: { id: Generated<number>; user_id: string; answered_at: number; body: string; texts: string | null };
  person_note: { user_id: string; number: number; text: string; noted_at: number };
}
