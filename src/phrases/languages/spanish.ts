import type { Language } from "./language.ts";

const NOW = "[ahora|hoy|actualmente|ahorita || ahora mismo || en este momento]";
const OVER = "[de|en|por|del] [los|la|el|las] [últimos|últimas|última|último|ultimos]";

export const spanish: Language = {
  before: [
    "hola",
    "oye",
    "por favor",
    "porfa",
    "dime",
    "dame",
    "muéstrame",
    "muestrame",
    "muestra",
    "quiero ver",
    "me dices",
    "puedes decirme",
  ],
  after: ["por favor", "porfa", "porfavor", "gracias"],
  look: {
    convert: [
      "[convierte|convertir|cambia|cambiar|pasa|pasar] <amount> <from> a|en|por <unit>",
      "(cuánto || cuanto || cuántos || cuantos) es|son|valen|vale <amount> <from> [en|a <unit>]",
      "(cuántos || cuantos || cuánto || cuanto || cuántas || cuantas) <unit> son|es|por <amount> <from>",
    ],
    chart: [
      "[el|la|un|una] gráfico|grafico|gráfica|grafica [de] [<kind>] [de|para] <any> [en <currency>] " +
        `[${OVER} <range>] [de] [<kind>]`,
      "<any> gráfico|grafico|gráfica|grafica|velas [<range>]",
    ],
    compare: [
      "compara|comparar|comparación|comparacion [entre|de] <pair> " + `[${OVER} <range>]`,
      "compara|comparar <name> con <name2>",
    ],
    price: [
      `[cuál|cual|qué] [es] [el|los] precio|precios|cotización|cotizacion|valor [actual] [de|del|para] <names> [en <currency>] ${NOW}`,
      `<names> precio [en <currency>] ${NOW}`,
      `[a] (cuánto || cuanto || cuánto es lo que) vale|cuesta|está|esta|valen|cuestan [un|una] <names> [en <currency>] ${NOW}`,
      `[a] cómo|como está [el] <bare> ${NOW}`,
      `qué|que precio tiene <names> [en <currency>] ${NOW}`,
    ],
    coin: [
      "(información || informacion || info || datos) de|sobre <name>",
      "[la] (capitalización || capitalizacion) [de mercado] de <name>",
    ],
    movers: ["[los] mayores (ganadores|perdedores || ganadores y perdedores) [hoy] " + `[${OVER} <range>]`],
    market: [
      "[el] mercado [cripto] [hoy|ahora]",
      "(cómo || como) (está || esta || va) el mercado [cripto] [hoy|ahora]",
      "(qué || que) hace el mercado [hoy|ahora]",
    ],
    trending: ["[qué|que es || qué|que está || qué|que hay] [en] tendencia [hoy|ahora]", "tendencias [hoy|ahora]"],
    funding: ["[la] (tasa de financiación || tasa de financiacion || tasa de financiamiento) [de|para] <name>"],
    fees: ["comisiones|ingresos [de] <name>"],
    news: [
      "[las|los] [últimas|ultimas|últimos|ultimos] noticias|novedades|titulares [de] [hoy|ahora]",
      "[las|los] [últimas|ultimas|últimos|ultimos] noticias|novedades|titulares [de|del|sobre || acerca de] <subject> [hoy]",
      "(qué || que) (noticias hay de|sobre || hay de nuevo con|en|sobre) <subject>",
    ],
    stack: [
      "[las] capas [del sector || del stack || de la ia || de ia] [hoy|ahora]",
      `[las] capas [del sector || del stack || de la ia || de ia] ${OVER} <range>`,
      "[el] stack (de la ia || de ia || del sector) [hoy|ahora]",
      "(cómo || como) van|están|estan las capas [hoy|ahora]",
    ],
    layer: [
      `[la] capa [de|del || de los || de la] <layer> [${OVER} <range>]`,
      "(cómo || como) va|está|esta la capa [de|del || de los || de la] <layer> [hoy|ahora]",
    ],
    rotation: [
      `[la] rotación|rotacion [de las capas || de capas || entre capas || del sector || sectorial] [${OVER} <range>]`,
    ],
    project: [
      "[el] proyecto <project>",
      "(información || informacion || info || datos) del proyecto <project>",
      "(qué || que) es el proyecto <project>",
      "ficha de|del [proyecto] <project>",
    ],
    score: [
      "[(cuál || cual) es] [la|el] puntuación|puntuacion|puntaje|score de|del <project>",
      "<clearProject> puntuación|puntuacion|puntaje",
    ],
  },
};
