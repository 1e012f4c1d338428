import type { Language } from "./language.ts";

const NOW = "[maintenant|actuellement || aujourd'hui || en ce moment]";
const OVER = "[sur|de|pour|des] [les|la|le] [derniers|dernières|dernier|dernière]";

export const french: Language = {
  before: [
    "salut",
    "bonjour",
    "stp",
    "svp",
    "dis moi",
    "dis-moi",
    "donne moi",
    "donne-moi",
    "montre moi",
    "montre-moi",
    "montre",
    "affiche",
    "je veux voir",
    "peux tu me donner",
  ],
  after: ["stp", "svp", "merci", "s'il te plaît", "s'il vous plaît", "s'il te plait", "s'il vous plait"],
  look: {
    convert: [
      "[convertis|convertir|convertissez|change|échange] <amount> <from> en|à|vers|contre <unit>",
      "combien font|fait|valent|vaut|coûtent <amount> <from> [en <unit>]",
      "combien (de || d') <unit> (pour || font || fait) <amount> <from>",
      "<amount> <from> en <unit>",
    ],
    chart: [
      "[le|la|un] graphique|graphe|courbe [en] [<kind>] [de|du|d'|pour] <any> [en <currency>] " +
        `[${OVER} <range>] [en] [<kind>]`,
      "<any> graphique|graphe|chandeliers [<range>]",
    ],
    compare: [
      "(compare || comparer || comparaison || comparez) [de|entre] <pair> " + `[${OVER} <range>]`,
      "(compare || comparer) <name> (à || avec) <name2>",
    ],
    price: [
      `[quel|quelle|c'est] [est] [le|la|les] prix|cours|valeur|cotation [actuel|actuelle] [de|du|d'|des|pour || de l'] <names> [en <currency>] ${NOW}`,
      `<names> prix|cours [en <currency>] ${NOW}`,
      `combien vaut|coûte|coute|valent|coûtent [un|une|le|l'] <names> [en <currency>] ${NOW}`,
      `(à combien || a combien) est [le|l'] <bare> ${NOW}`,
      "<bare> en <currency>",
    ],
    coin: ["(infos || info || informations || détails) sur <name>", "[la] capitalisation (de || d' || du) <name>"],
    movers: [
      "[les] (plus grosses || plus fortes || meilleures) (hausses|baisses || hausses et baisses) [aujourd'hui || (du || de la) <range>] " +
        `[${OVER} <range>]`,
      "[les] (plus gros || plus grands) (gagnants|perdants || gagnants et perdants) " + `[${OVER} <range>]`,
    ],
    market: [
      "[le || l' état du] marché [crypto] [aujourd'hui|maintenant]",
      "comment (va || se porte || évolue) le marché [crypto] [aujourd'hui|maintenant]",
      "que fait le marché [crypto] [aujourd'hui|maintenant]",
    ],
    trending: [
      "[les] tendances [du moment || aujourd'hui]",
      "[qu' est-ce qui est || quoi] [en] tendance [aujourd'hui|maintenant]",
    ],
    funding: ["[le|les] (taux de financement) [de|du|d'|pour] <name>"],
    fees: ["[les] frais|revenus (de || d' || du) <name>"],
    news: [
      "[les] [dernières|dernieres] nouvelles|actualités|actualites|actus [du jour] [aujourd'hui|maintenant]",
      "[les] [dernières|dernieres] nouvelles|actualités|actualites|actus [sur|de|du|d'|des || à propos de|du|d'] <subject> [aujourd'hui]",
      "[les] dernières|dernieres infos|news [sur|de|du|d'] <subject> [aujourd'hui]",
      "quoi de neuf (sur|chez|avec|pour || du côté de) <subject>",
    ],
    stack: [
      "[les] couches [du secteur || du stack || de l' ia] [aujourd'hui|maintenant]",
      `[les] couches [du secteur || du stack || de l' ia] ${OVER} <range>`,
      "[le|la] stack|pile (ia || de l' ia || du secteur) [aujourd'hui|maintenant]",
      "comment vont les couches [aujourd'hui|maintenant]",
    ],
    layer: [
      `[la] couche [de|du|des|d' || de l'|la] <layer> [${OVER} <range>]`,
      "comment va|évolue la couche [de|du|des|d' || de l'|la] <layer> [aujourd'hui|maintenant]",
    ],
    rotation: [
      "[la] rotation (des couches || entre les couches || entre couches || du secteur || sectorielle) " +
        `[${OVER} <range>]`,
    ],
    project: [
      "[le] projet <project>",
      "(infos || info || informations || détails) sur le projet <project>",
      "c'est quoi le projet <project>",
      "fiche [de|du|d'] [projet] <project>",
    ],
    score: [
      "[quel|quelle] [est] [le|la|les] score|scorecard|notation|note de|du|d' <project>",
      "<clearProject> notation",
    ],
  },
};
