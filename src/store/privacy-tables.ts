import type { Generated } from "kysely";

/** The tables of the audit and of what is counted; see `Tables`. */
export interface PrivacyTables {
  /** What a person is called in `audit`. */
  pseudonym: { user_id: string; name: string };
  audit: {
    id: Generated<number>;
    at: number;
    who: string;
    platform: string | null;
    chat_id: string | null;
    what: string;
    from_value: string | null;
    to_value: string | null;
  };
  feedback: { id: Generated<number>; user_id: string; given_at: number };
  /** Weeks are counted since 1970, from Monday to Monday in UTC. */
  command_use: { command: string; week: number; uses: number };
}
