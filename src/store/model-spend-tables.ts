/** The tables of what models cost; see `Tables`. Days are counted since 1970, in UTC. */
export interface ModelSpendTables {
  /** `platform` and `chat_id` are empty where it was for no group; `micro_usd` are millionths of a US dollar. */
  model_spend: {
    day: number;
    platform: string;
    chat_id: string;
    model: string;
    purpose: string;
    calls: number;
    input_tokens: number;
    output_tokens: number;
    micro_usd: number;
    /** Of models whose price is not known. */
    unpriced_tokens: number;
  };
  /** `told`: they heard of a limit that ends on this day. */
  person_spend: { user_id: string; day: number; calls: number; tokens: number; told: number };
  /** Groups that heard of a limit that ends on this day. */
  model_told: { day: number; platform: string; chat_id: string };
}
