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
    news: [
      "[quais] [são|sao] [as] [últimas|ultimas] notícias|noticias|novidades|manchetes [de] [hoje|agora]",
      "[quais] [são|sao] [as] [últimas|ultimas] notícias|noticias|novidades|manchetes [de|do|da|dos|sobre || sobre o|a] <subject> [hoje]",
      "[o] que há|tem de novo com|no|na|em|sobre <subject>",
    ],
    stack: [
      "[as] camadas [do setor || do stack || da ia || de ia] [hoje|agora]",
      `[as] camadas [do setor || do stack || da ia || de ia] ${OVER} <range>`,
      "[o] stack (da ia || de ia || do setor) [hoje|agora]",
      "como (estão || estao || vão || vao) as camadas [hoje|agora]",
    ],
    layer: [
      `[a] camada [de|do|da|dos|das] <layer> [${OVER} <range>]`,
      "como está|esta|tá|vai a camada [de|do|da|dos|das] <layer> [hoje|agora]",
    ],
    rotation: [
      `[a] rotação|rotacao [das camadas || de camadas || entre camadas || do setor || setorial] [${OVER} <range>]`,
    ],
    project: [
      "[o] projeto <project>",
      "(informações || informacoes || info || dados) (do || sobre o) projeto <project>",
      "o que é o projeto <project>",
      "ficha de|do|da [projeto] <project>",
    ],
    score: [
      "[qual] [é|e] [a|o] pontuação|pontuacao|score|nota de|do|da <project>",
      "<clearProject> pontuação|pontuacao",
    ],
  },
};
