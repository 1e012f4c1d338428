import type { FigureClaim } from "./claim.ts";

/** Words right in front of a figure that say that so it is, and not what somebody asked, wants or supposes. */
const STATES =
  /(?<!\p{L})(?:is|are|trades?|trading|stands|sits|quoted|costs?|priced|rose|fell|gained|lost|dropped|climbed|up|down|steht|notiert|kostet|stieg|fiel|vaut|coûte|gagné|perdu|está|cotiza|cuesta|vale|subió|cayó|custa|subiu|caiu|стоит|вырос\p{L}*|упал\p{L}*)(?:[\s\u00A0](?:now|currently|already|still|right|at|around|about|near|roughly|by|bei|um|jetzt|derzeit|aktuell|à|a|en|un|em|сейчас|на|около)){0,4}[\s\u00A0]*$/iu;

/** Words by which a sentence leaves a figure to the asker: it denies, supposes, compares, or names them. */
const LEAVES =
  /(?<!\p{L})(?:not|never|no|if|whether|would|could|should|may|might|you|your|yours|said|say|suppose|assum\p{L}*|example|target|alert|threshold|goal|limit|when|once|until|unless|than|compared|hypothetical\p{L}*|nicht|kein\p{L}*|wenn|falls|ob|du|dein\p{L}*|sie|ihr\p{L}*|würde\p{L}*|pas|si|vous|votre|vos|tu|ton|ta|tus?|sus?|usted|não|se|seu|sua|você|не|если|бы|вы|ваш\p{L}*|ты|тво\p{L}*)(?!\p{L})|n['’]t(?!\p{L})|如果|不|没|你|您|もし|ない|あなた|만약|않|당신/iu;

/**
 * Whether a sentence states a figure as what is or what happened. The asker's own numbers are theirs to be repeated, but "is it
 * at 70k?" makes no price of it.
 */
export const isAsserted = (claim: FigureClaim, sentence: string): boolean =>
  (claim.kind === "percent" || claim.currencies !== undefined) &&
  STATES.test(sentence.slice(Math.max(0, claim.at - 60), claim.at)) &&
  !LEAVES.test(sentence);
