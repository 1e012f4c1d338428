/** Tables of how accounts become one person; part of `Tables`. */
export interface LinkTables {
  link_code: { code_hash: string; user_id: string; expires_at: number };
  link_request: {
    id: string;
    giver_id: string;
    taker_id: string;
    platform: string;
    state: string;
    keep: string | null;
    expires_at: number;
  };
  former_user: { former_id: string; user_id: string };
}
