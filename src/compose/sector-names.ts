import { isOrdinaryWord } from "../news/tag-words.ts";
import type { Sector } from "../sector/sector.ts";
import type { SectorNames } from "../phrases/sector-words.ts";

/** What projects and layers are called, for the grammar. A name that is not clear in the transcript is one: it is asked back. */
export const sectorNames = ({ map, conversation }: Pick<Sector, "map" | "conversation">): SectorNames => ({
  isProject: (word) =>
    !isOrdinaryWord(word) && (map.named(word).length > 0 || conversation.unclearName(word) !== undefined),
  isLayer: (word) => map.layerNamed(word) !== undefined,
});
