import type { Language } from "./language.ts";

const NOW = "[jetzt|heute|gerade|aktuell|derzeit|momentan || im moment]";
const OVER = "[für|über|in|der|im] [die|den|der|das|dem] [letzten|letzte|vergangenen|letztes|letzter]";

export const german: Language = {
  before: [
    "hallo",
    "moin",
    "servus",
    "bitte",
    "sag mir",
    "sag mal",
    "zeig mir",
    "zeige mir",
    "zeig",
    "zeige",
    "gib mir",
    "kannst du mir",
    "mal",
  ],
  after: ["bitte", "danke", "zeigen", "anzeigen", "sagen"],
  look: {
    convert: [
      "[rechne|wandle|konvertiere|tausche] <amount> <from> in|nach|zu|gegen <unit> [um]",
      "wie viel|wieviel ist|sind|kosten|kostet <amount> <from> [wert] [in <unit>]",
      "was ist|sind|kosten|kostet <amount> <from> [wert] [in <unit>]",
      "wie viel|wieviel|viele <unit> sind|ist|bekomme [ich] [für] <amount> <from>",
    ],
    chart: [
      "[der|den|das|ein] [<range>] [<kind>] chart|diagramm|grafik|verlauf|kursverlauf|preisverlauf [von|für|zu] <any> [in <currency>] " +
        `[${OVER} <range>] [<kind>]`,
      "<any> [<range>] [<kind>] chart|diagramm|grafik|verlauf|kursverlauf|kerzen " + `[${OVER} <range>] [<kind>]`,
    ],
    compare: [
      "vergleich|vergleiche [von|zwischen] <pair> " + `[${OVER} <range>]`,
      "vergleiche <name> mit <name2> " + `[${OVER} <range>]`,
    ],
    price: [
      `[wie|was] [ist|steht|sind] [der|die] [aktuelle|aktuellen|heutige] kurs|kurse|preis|preise|wert [von|für|vom] <names> [in <currency>] ${NOW}`,
      `[der|wie ist der] <names> kurs|preis|wert [in <currency>] ${NOW}`,
      `(was || wie viel || wieviel) kostet|kosten [ein|eine] <names> ${NOW} [in <currency>] ${NOW}`,
      `(was || wie viel || wieviel) ist|sind [ein|eine] <names> ${NOW} [in <currency>] wert`,
      `wie steht|stehen <bare> ${NOW}`,
    ],
    coin: ["(infos || info || informationen || details) zu|über <name>", "marktkapitalisierung von <name>"],
    movers: [
      "[die] [größten|grössten|besten|top] gewinner|verlierer [heute || des|der <range>] " + `[${OVER} <range>]`,
      "[die] (größten|grössten) gewinner und verlierer " + `[${OVER} <range>]`,
    ],
    market: [
      "[der] [krypto] markt|marktlage|marktüberblick|kryptomarkt [heute|jetzt]",
      "wie (steht|läuft || geht es) [der|dem] markt|kryptomarkt|gesamtmarkt [heute|gerade|jetzt]",
      "was macht der markt|kryptomarkt [heute|gerade|jetzt]",
    ],
    trending: ["was (ist trending || trendet || liegt im trend) [heute|gerade|jetzt]", "[die] trends [heute]"],
    funding: ["[die] finanzierungsrate|finanzierungsraten|fundingrate [von|für] <name>"],
    fees: ["gebühren|einnahmen|umsatz [von|für] <name>"],
    news: [
      "[die] [neuesten|neueste|aktuellen|aktuelle|letzten] nachrichten|neuigkeiten|schlagzeilen [heute|jetzt]",
      "[die] [neuesten|neueste|aktuellen|aktuelle|letzten] nachrichten|neuigkeiten|schlagzeilen|news [zu|zum|zur|über|von|bei || rund um] <subject> [heute]",
      "<clearSubject> nachrichten|neuigkeiten|schlagzeilen [heute]",
      "was gibt es|'s neues zu|bei|von|über <subject>",
    ],
    stack: [
      "[der|den|die] [ki] stack|ki-stack|schichten|ebenen [heute|jetzt]",
      `[der|den|die] [ki] stack|ki-stack|schichten|ebenen [${OVER}] <range>`,
      "wie (stehen|laufen || geht es) [die|den] schichten|ebenen [heute|gerade|jetzt]",
    ],
    layer: [
      `[die] schicht|ebene <layer> [${OVER} <range>]`,
      `[die] <layer> schicht|ebene [${OVER} <range>]`,
      `[die] <layerWord> [${OVER} <range>]`,
      "wie steht|läuft die (schicht|ebene <layer> || <layer> schicht|ebene || <layerWord>) [heute|gerade|jetzt]",
    ],
    rotation: [
      "[die] (rotation der schichten|ebenen || rotation im sektor || sektorrotation|sektor-rotation|schichtenrotation) " +
        `[${OVER} <range>]`,
    ],
    project: [
      "[das] projekt <project>",
      "[das] <clearProject> projekt",
      "was ist das projekt <project>",
      "(infos || info || informationen || details) zum projekt <project>",
      "projektkarte [von|für|zu] <project>",
    ],
    score: [
      "[wie ist] [der|den|die|das] score|scorecard|punktzahl|punkte|wertung von|für|zu <project>",
      "[die] <clearProject> punktzahl|wertung",
    ],
  },
};
