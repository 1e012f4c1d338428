/** Words that say that a figure is rounded further than it is written, or on which side of it the truth lies. */
export const ABOUT =
  /(?:^|[^\p{L}])(?<word>about|around|roughly|approximately|approx\.?|circa|ca\.|c\.|close to|near|nearly|almost|just (?:over|under|above|below)|over|above|more than|under|below|less than|at least|at most|rund|etwa|ungefähr|knapp|gut|fast|über|unter|environ|près de|presque|plus de|moins de|aproximadamente|unos|cerca de|casi|más de|menos de|quase|circa|oltre|около|примерно|почти|более|менее|约|約|大约|超过|不到)\s*$|(?<mark>[~≈])\s*$/u;

/** Of those: the true value is not below what is written. */
export const ABOVE = /over|above|more than|at least|gut|über|plus de|más de|oltre|более|超过/;
/** Of those: the true value is not above it. */
export const BELOW =
  /under|below|less than|at most|nearly|almost|knapp|fast|unter|presque|moins de|casi|menos de|quase|почти|менее|不到/;

/** A change upwards, and one downwards, in the languages that people write to us most. */
export const UP =
  /(?<!\p{L})(?:up|rose|risen|rises|rising|gain(?:ed|s|ing|ers?)?|winners?|climb(?:ed|s|ing)?|increas(?:e|ed|es|ing)|higher|jump(?:ed|s)?|grew|grown|growth|surg(?:ed|es|ing)|rall(?:ied|y|ies)|advanc(?:ed|es)|added|recover\p{L}*|rebound\p{L}*|bounc\p{L}*|erhol\p{L}*|rebond\p{L}*|recuper\p{L}*|plus|positive|outperform\p{L}*|stieg|gestiegen|steigt|höher|zulegt\p{L}*|zugelegt|gewann|hausse|augment\p{L}*|monté|gagn\p{L}*|sub(?:ió|e|ido)|alza|gan(?:ó|a|ado)|sub(?:iu)|alta|salit\p{L}*|rialz\p{L}*|вырос\p{L}*|рост\p{L}*|подня\p{L}*|arttı|yükseldi|yükseliş\p{L}*|kazandı|augmentation|progress\p{L}*|aument\p{L}*|ganh\p{L}*|valoriz\p{L}*)(?!\p{L})|上涨|上漲|涨|漲|上昇|高騰|値上がり|상승|올랐|올라|बढ़|बढ़|ऊपर|उछ|चढ़/giu;
export const DOWN =
  /(?<!\p{L})(?:down|fell|fall(?:en|s|ing)?|drop(?:ped|s|ping)?|los(?:t|s|ses|es|ing|ers?)|declin(?:e|ed|es|ing)|decreas(?:e|ed|es|ing)|lower|slid|slip(?:ped|s)?|shed|dip(?:ped|s)?|slump\p{L}*|plung\p{L}*|sank|sunk|tumbl\p{L}*|minus|negative|off|weaker|underperform\p{L}*|fiel|gefallen|fällt|sank|gesunken|verlor\p{L}*|niedriger|tiefer|baiss\p{L}*|chut\p{L}*|perd\p{L}*|recul\p{L}*|ca(?:yó|e|ído)|baj(?:ó|a|ado)|ca(?:iu)|queda|baixa|sces\p{L}*|cal(?:o|ato)|упал\p{L}*|сниз\p{L}*|паден\p{L}*|потер\p{L}*|düştü|geriledi|düşüş\p{L}*|kaybetti|Rückgang|Verlust\p{L}*|perdi\p{L}*|desvaloriz\p{L}*)(?!\p{L})|下跌|跌|下落|下降|値下がり|하락|떨어|내렸|गिर|नीचे|घट/giu;
/** A change without a direction. */
export const NEITHER =
  /(?<!\p{L})(?:mov(?:e|ed|es|ement)|swing|volatil\p{L}*|either way|differen\p{L}*|spread|gap)(?!\p{L})/iu;

/** Whether a text reads as English; only then is a figure without sign or direction taken to mean "up". */
export const isEnglishText = (text: string): boolean =>
  (
    text.match(
      /(?<!\p{L})(?:the|is|are|was|at|of|and|in|it|its|to|for|with|on|has|price|you|your|made|from|this|by)(?!\p{L})/giu,
    ) ?? []
  ).length > 0 &&
  !/[äöüßñçéèãõàìòù]|\p{Script=Cyrillic}|\p{Script=Han}|\p{Script=Arabic}|\p{Script=Hangul}|\p{Script=Kana}/iu.test(
    text,
  );

/** Names whose number is part of them, with a blank or a hyphen between. */
export const NAMED =
  /(?:^|[^\p{L}])(?:subnets?|sn|netuid|layer|phase|stage|epoch|block|round|step|series|section|part|tier|level|version|ver|v|gpt|llama|qwen|claude|gemini|deepseek|grok|mistral|gemma|phi|kimi|glm|erc|eip|bip|bep|web|top|rank(?:ed)?|rang|platz|no|nr|n°|number|place|position|day|week|q|chapter|season|item|option|point|fortune|s&p|nasdaq|dow|russell)[\s\u00A0.#-]*$/iu;

/** Units of time and of other things that are no market figures, in front of which a number is no claim. */
export const DURATION =
  /^[\s\u00A0-]?(?:ms|s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?|months?|mo|y|yrs?|years?|sekunden?|minuten?|std|stunden?|tag(?:e|en)?|wochen?|monat(?:e|en)?|jahr(?:e|en)?|secondes?|heures?|jours?|semaines?|mois|ans?|années?|segundos?|minutos?|horas?|d[ií]as?|semanas?|mes(?:es)?|años?|anos?|ore|giorni|settimane|мин\p{L}*|час\p{L}*|дн\p{L}*|день|недел\p{L}*)(?!\p{L})|^[\s\u00A0]?(?:秒|分|時間|小时|小時|日|天|周|週|月|年|시간|일)/iu;

/** What a number is multiplied by; longest first. Languages beside the caller's own are named where models use them anyway. */
export const SCALES: readonly (readonly [string, number])[] = [
  ["mil millones", 1e9],
  ["trillion", 1e12],
  ["thousand", 1e3],
  ["millionen", 1e6],
  ["milliarden", 1e9],
  ["milliards", 1e9],
  ["milliard", 1e9],
  ["millones", 1e6],
  ["millions", 1e6],
  ["billions", 1e9],
  ["trillions", 1e12],
  ["milhões", 1e6],
  ["bilhões", 1e9],
  ["miliardi", 1e9],
  ["milioni", 1e6],
  ["million", 1e6],
  ["billion", 1e9],
  ["tausend", 1e3],
  ["crore", 1e7],
  ["lakh", 1e5],
  ["mil", 1e3],
  ["tsd", 1e3],
  ["mio", 1e6],
  ["mrd", 1e9],
  ["mln", 1e6],
  ["mld", 1e9],
  ["тыс", 1e3],
  ["млн", 1e6],
  ["млрд", 1e9],
  ["трлн", 1e12],
  ["bn", 1e9],
  ["mn", 1e6],
  ["tn", 1e12],
  ["md", 1e9],
  ["万", 1e4],
  ["萬", 1e4],
  ["億", 1e8],
  ["亿", 1e8],
  ["兆", 1e12],
  ["k", 1e3],
  ["m", 1e6],
  ["b", 1e9],
  ["t", 1e12],
];

/** Changes by a factor, said in one word. */
export const FACTORS: readonly (readonly [RegExp, number])[] = [
  [
    /(?<!\p{L})(?:doubl(?:e|ed|es|ing|é|ée|és)|verdoppel\p{L}*|duplic(?:ó|a|ado|ou|aron)|dobr(?:ou|ado)|raddoppi\p{L}*|удво\p{L}*|ikiye katla\p{L}*)(?!\p{L})|翻倍|翻番|翻了一番|倍増|दोगुन|두 배/giu,
    2,
  ],
  [
    /(?<!\p{L})(?:tripl(?:e|ed|es|ing|é|ée|ou|icó|icou)|verdreifach\p{L}*|утро\p{L}*|üçe katla\p{L}*)(?!\p{L})|तिगुन/giu,
    3,
  ],
  [/(?<!\p{L})(?:quadrupl(?:e|ed|es|ing|é|ée)|vervierfach\p{L}*|cuadruplic\p{L}*|quadruplic\p{L}*)(?!\p{L})/giu, 4],
  [/(?<!\p{L})(?:halv(?:ed|es|ing)|halbier\p{L}*|dimezz\p{L}*|yarıya in\p{L}*)(?!\p{L})|腰斩|半減/giu, 0.5],
  [/(?<!\p{L})(?:tenfold|verzehnfach\p{L}*|décupl\p{L}*)(?!\p{L})/giu, 10],
];
