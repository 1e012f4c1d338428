/** A look-up about the sector: the tool, and what stands for its first field, if anything. */
export interface SectorLookUp {
  readonly tool: "source" | "news" | "rotation" | "layer" | "stack" | "score" | "glossary" | "project";
  readonly about?: string;
}

const NAME = "(?<about>[\\p{L}\\p{N}$][\\p{L}\\p{N}$.&'’/ -]{0,60}?)";
const END = "(?:,? (?:please|pls|now|today|lately|recently|this week))*[\\s?!.]*$";

/** In this order: the first that fits decides. Reasons and wishes are left to the rule for opinions. */
const FORMS: readonly (readonly [tool: SectorLookUp["tool"], form: RegExp])[] = [
  [
    "source",
    new RegExp(
      `\\bwhat (?:did|does|do|was|is) (?:they|the (?:podcast|conversation|episode|source|speakers?|rollup)|bankless|delphi)(?: digital)? (?:say|said|think|mention)(?:ing|s)? (?:about|on|of) ${NAME}${END}`,
      "iu",
    ),
  ],
  ["source", new RegExp(`\\b(?:in|from) the (?:podcast|conversation|episode|source) (?:about|on) ${NAME}${END}`, "iu")],
  [
    "news",
    new RegExp(
      `^\\s*(?:(?:is|are) there |any |what(?:'s|’s| is| are)? |show me |give me |tell me )*(?:the )?(?:latest |recent |new )?(?:news|headlines?|stories)(?: (?:about|on|of|for|from|around) (?:the )?${NAME})?${END}`,
      "iu",
    ),
  ],
  [
    "news",
    new RegExp(
      `^\\s*(?:show me |give me |any |the |latest )*(?<about>[\\p{L}\\p{N}$.-]+(?: [\\p{L}\\p{N}.-]+)?) (?:news|headlines)${END}`,
      "iu",
    ),
  ],
  [
    "rotation",
    /\brotation\b|\b(?:which|what) layers?\b.*\b(?:moved|moves?|gain\w*|los\w*|rank\w*|up|down|strong\w*|weak\w*)\b/iu,
  ],
  [
    "stack",
    /\b(?:how|what|show)\b.*\b(?:layers|(?:ai|crypto.?ai) stack|(?:ai|crypto.?ai) sector)\b|^\s*(?:the )?(?:(?:crypto.?)?ai )?stack\b/iu,
  ],
  [
    "stack",
    /^\s*(?:(?:how(?:'s|’s| is| does| did)|what(?:'s|’s| is)|show me) )?(?:the )?(?:whole |entire )?(?:crypto.?ai |ai )?sector(?: (?:doing|do|look|looking|overview|summary|today|now|like))*[\s?!.]*$/iu,
  ],
  ["layer", new RegExp(`\\b(?:how|what|show|tell)\\b.*?\\b(?:the )${NAME} layer\\b`, "iu")],
  // Its card says which token it has, or that none is known.
  [
    "project",
    new RegExp(`^\\s*(?:does|do|has) ${NAME} (?:have |got )?(?:a|its own|any) (?:own )?(?:token|coin)${END}`, "iu"),
  ],
  ["score", new RegExp(`\\bscore(?:card|s)? (?:of|for) ${NAME}${END}`, "iu")],
  ["score", new RegExp(`^\\s*(?:show me |what(?:'s|’s| is) )?(?:the )?${NAME}(?:['’]s)? score(?:card)?${END}`, "iu")],
  [
    "glossary",
    new RegExp(
      `^\\s*(?:what (?:does|do) ${NAME} (?:mean|stand for)|(?:define|definition of|meaning of|explain the term) (?<term>[\\p{L}\\p{N}][\\p{L}\\p{N}.&'’/ -]{0,60}?))${END}`,
      "iu",
    ),
  ],
  ["glossary", new RegExp(`^\\s*what(?:'s|’s| is) an? ${NAME}${END}`, "iu")],
];

/** The look-up about layers, news, scores, terms or the conversation that a question asks for; undefined when it asks for none. */
export function sectorLookUp(question: string): SectorLookUp | undefined {
  if (question.length > 200) return undefined;
  for (const [tool, form] of FORMS) {
    const found = form.exec(question);
    if (!found) continue;
    const about = (found.groups?.["about"] ?? found.groups?.["term"])?.trim();
    return about === undefined || about === "" ? { tool } : { tool, about };
  }
  return undefined;
}
