import { z } from "zod";

/** What admins change for one place while the desk runs. Readers ask the store when they need a value; nothing is reloaded. */
export const settings = z.object({
  model_allowed: z.boolean().default(false).describe("Whether free questions may use the model here"),
  cashtags: z.boolean().default(false).describe("Whether $CASHTAGS and pasted contract addresses are answered here"),
  admins_add_evidence: z.boolean().default(false).describe("Whether admins of this place may add evidence to scores"),
});

export type Settings = z.output<typeof settings>;
export type SettingName = keyof Settings;
