import type { Language } from "./language.ts";

const NOW = "[agora|hoje|atualmente || neste momento]";
const OVER = "[de|em|nos|nas|no|na|dos|das] [últimos|últimas|última|último|ultimos]";

export const portuguese: Language = {
  before: [
    "olá",
    "ola",
    "oi",
    "por favor",
    "me diz",
    "me diga",
    "diga",
    "me dá",
    "mostra",
    "mostre",
    "me mostra",
    "me mostre",
    "quero ver",
  ],
  after: ["por favor", "pfv", "obrigado", "obrigada", "valeu"],
  look: {
    convert: [
      "[converta|converter|converte|troca|trocar] <amount> <from> para|em|por <unit>",
      "quanto é|são|sao|vale|valem <amount> <from> [em|para <unit>]",
      "(quantos || quantas || quanto) <unit> são|sao|é|por|dá <amount> <from>",
    ],
    chart: [
      "[o|um] gráfico|grafico [de] [<kind>] [de|do|da|para] <any> [em <currency>] " + `[${OVER} <range>] [de] [<kind>]`,
      "<any> gráfico|grafico|velas [<range>]",
    ],
    compare: [
      "compara|compare|comparar|comparação [entre|de] <pair> " + `[${OVER} <range>]`,
      "compara|compare|comparar <name> com <name2>",
    ],
    price: [
      `[qual|quais] [é|o] [o|os] preço|preco|preços|cotação|cotacao|valor [atual] [de|do|da|para] <names> [em <currency>] ${NOW}`,
      `<names> preço|preco|cotação [em <currency>] ${NOW}`,
      `[a|por] quanto (vale || custa || está || esta || tá || valem || custam) [um|uma|o|a] <names> [em <currency>] ${NOW}`,
      "<bare> em <currency>",
    ],
    coin: [
      "(informações || informacoes || info || dados) sobre|de|do|da <name>",
      "[a] (capitalização || capitalizacao || valor de mercado) de|do|da <name>",
    ],
    movers: [
      "[as|os] maiores (altas|baixas|ganhadores|perdedores || altas e baixas) [hoje || do|da <range>] " +
        `[${OVER} <range>]`,
    ],
    market: [
      "[o] mercado [cripto] [hoje|agora]",
      "como (está || esta || vai || tá) o mercado [cripto] [hoje|agora]",
      "o que o mercado está fazendo [hoje|agora]",
    ],
    trending: ["[o que] está|tá em alta [hoje|agora]", "[as] tendências [hoje|agora]"],
    funding: ["[a] (taxa de financiamento) [de|do|da|para] <name>"],
    fees: ["(taxas || receita || receitas) de|do|da <name>"],
  },
};
