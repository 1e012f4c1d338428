/** A word or the beginning of one, in a script with spaces; `*` stands for the rest of the word. */
const word = (words: string): string => `(?<!\\p{L})(?:${words.replaceAll("*", "\\p{L}*")})(?!\\p{L})`;

/** Words of English, German, French, Spanish, Portuguese and Russian; then what stands anywhere in Chinese, Japanese and Korean. */
const says = (words: string, anywhere: string): RegExp => new RegExp(`${word(words)}|${anywhere}`, "iu");

/** A wish to be told of something once it happens. */
const TELL_ME = says(
  "tell (?:me|us|everyone|everybody)|alert*|notif*|ping (?:me|us)|warn (?:me|us)|let (?:me|us) know|remind me|(?:sag*|gib|gebt) (?:mir |uns )?(?:bescheid)|benachrichtig*|warn* mich|melde dich|alarm*|avísa*|avisa*|alerte*|alerta*|préviens*|prévenez*|me avise|уведом*|сообщи*|предупреди*|оповести*",
  "提醒|通知|告诉我|警报|知らせて|教えて|アラート|알려|알림",
);

/**
 * What tells by itself that a command is wanted, in the languages that people ask in: addresses, things, what was done. The words of
 * a command's own summary count besides, in English.
 */
export const TELLING: ReadonlyMap<string, RegExp> = new Map([
  ["token", /(?<![\w/])(?:0x[0-9a-f]{40}|[1-9A-HJ-NP-Za-km-z]{32,44})(?!\w)/i],
  [
    "coin",
    says(
      "market ?cap*|mcap|fdv|supply|ath|all[- ]time|profile|details|marktkapitalisierung|umlaufmenge|höchststand|capitalisation|offre en circulation|capitalización|suministro|capitalização|oferta em circulação|капитализаци*|эмисси*",
      "市值|流通量|時価総額|供給量|시가총액|유통량",
    ),
  ],
  [
    "compare",
    says(
      "compar*|versus|vs|against|better|outperform*|vergleich*|gegenüber|besser|mieux|mejor|melhor|сравни*|лучше|против",
      "对比|比较|比較|비교",
    ),
  ],
  [
    "trending",
    says(
      "trend*|hot|hyped?|popular|buzz*|angesagt|beliebt*|tendance*|populaire*|tendencia*|populares?|tendência*|em alta|тренд*|популярн*",
      "热门|趋势|トレンド|人気|인기|트렌드",
    ),
  ],
  [
    "movers",
    says(
      "movers|pump*|dump*|gain*|los(?:ers?|t|ses)|winners?|rose most|fell most|gewinner|verlierer|gestiegen|gefallen|gagnants?|perdants?|hausses?|baisses?|ganador*|perdedor*|subieron|bajaron|vencedor*|subiram|caíram|выросл*|упал*|лидер*",
      "涨幅|跌幅|涨得|跌得|値上がり|値下がり|上昇|下落|급등|급락|상승",
    ),
  ],
  [
    "funding",
    says(
      "funding|open interest|perp*|perpetual*|finanzierungsrate*|taux de financement|tasa de (?:financiación|financiamiento)|taxa de financiamento|фандинг*|ставк* финансирования",
      "资金费率|未平仓|資金調達率|建玉|펀딩|미결제",
    ),
  ],
  [
    "fees",
    says(
      "fees?|revenues?|tvl|earns?|earnings|gebühren|einnahmen|umsatz|frais|revenus?|comisiones|ingresos|taxas|receitas?|комисси*|доход*|выручк*",
      "手续费|收入|手数料|収益|수수료|매출",
    ),
  ],
  [
    "stack",
    says(
      "stack|layers|sector*|map|schichten|sektor*|couches|secteur*|capas|sector|camadas|setor*|сло[еёия]*|сектор*",
      "板块|各层|赛道|セクター|レイヤー|섹터|레이어",
    ),
  ],
  [
    "layer",
    says(
      "layers?|compute|agents?|data layer|infrastructure|models?|depin|schicht|couche|capa|camada|сло[йея]|агент*",
      "层|算力|代理|レイヤー|エージェント|레이어|에이전트",
    ),
  ],
  [
    "rotation",
    says(
      "rotat*|flow*|money (?:going|moving)|geld fließt|rotación|rotação|flux|flujo|fluxo|ротаци*|перетека*|деньги",
      "轮动|资金流向|ローテーション|資金|로테이션|자금",
    ),
  ],
  [
    "score",
    says(
      "scor*|thesis|theses|rating*|evidence|narrative|bewert*|these|beleg*|note de|preuves?|thèse|puntuación|evidencia|tesis|pontuação|evidências?|tese|оценк*|тезис*|доказательств*",
      "评分|证据|论点|スコア|評価|根拠|점수|근거",
    ),
  ],
  [
    "score history",
    says("score history|scores? over time|(?:scores?|ratings?) chang*|history of (?:the )?score*", "评分历史"),
  ],
  [
    "news",
    says(
      "news|headlines?|stor(?:y|ies)|happen*|announce*|nachrichten|neuigkeiten|neues|schlagzeilen|nouvelles|actualités?|noticias|novedades|titulares|notícias|novidades|manchetes|новост*|происходит",
      "新闻|消息|ニュース|뉴스|소식",
    ),
  ],
  [
    "source",
    says(
      "say|says|said|podcast|conversation|episode|interview|sagt*|dit|dijo|disse|сказал*",
      "播客|说过|ポッドキャスト|팟캐스트",
    ),
  ],
  [
    "digest now",
    says(
      "digest|briefing|round-?up|summar*|recap|catch me up|zusammenfassung|überblick|résumé|récapitulatif|resumen|resumo|сводк*|обзор|дайджест*",
      "摘要|总结|简报|まとめ|要約|ダイジェスト|요약|브리핑",
    ),
  ],
  [
    "digest archive",
    says(
      "archive|(?:old|earlier|past|last|yesterday's) (?:digests?|briefings?|editions?)|editions?|archiv*|архив*",
      "归档|アーカイブ",
    ),
  ],
  [
    "digest subscribe",
    says(
      "subscri*|(?:send|give) me (?:a|the|your) (?:digest|briefing|summary)|(?:daily|weekly|every (?:day|morning|evening|week)) (?:digest|briefing|summary|update)|every (?:day|morning|evening|week|weekday)|abonnier*|jeden (?:tag|morgen|abend)|abonne*|chaque (?:jour|matin|soir)|suscrib*|suscríb*|cada (?:día|mañana|tarde)|assin*|todos os dias|cada dia|toda manhã|подпи*|каждый (?:день|вечер)|каждое утро",
      "订阅|每天|每日|毎日|毎朝|購読|매일|구독",
    ),
  ],
  ["alert add", TELL_ME],
  ["alert here", TELL_ME],
  [
    "alert why",
    says(
      "why (?:did|was|has|is|does).*alert*|alert* (?:fire|fired|come|came|go off|went off)|did(?:n't| not).*alert*",
      "为什么.*提醒",
    ),
  ],
  [
    "note add",
    says(
      "remember*|keep in mind|note|notes?:|merk* dir|notier*|retiens|souviens|note que|recuerda*|anota*|lembr*|запомни*|заметк*",
      "记住|记下|覚えて|メモ|기억|메모",
    ),
  ],
  ["note list", says("notes|remember about me|know about me|notizen|mes notes|notas|заметк*", "笔记|メモ|메모")],
  [
    "portfolio add",
    says(
      "bought|buy(?:ing)?|sold|sell(?:ing)?|swapped|traded|received|staked|staking reward*|transferred|deposited|withdrew|gekauft|kaufte|verkauft|getauscht|erhalten|achet[éeè]*|vendu|échangé|reçu|compr[éóo]|compramos|vendí|vendi|vendió|cambié|recibí|comprei|troquei|recebi|купил*|продал*|обменял*|получил*",
      "买了|买入|卖了|卖出|買った|売った|購入した|売却した|샀|팔았|매수|매도",
    ),
  ],
  [
    "portfolio",
    says(
      "portfolio*|(?:my|our) (?:bags?|holdings?|coins|positions?)|depot|bestand|portefeuille|cartera|carteira|портфел*",
      "投资组合|持仓|ポートフォリオ|保有|포트폴리오|보유",
    ),
  ],
  [
    "portfolio performance",
    says(
      "perform*|returns?|xirr|beat(?:en|ing)?|profit*|p&l|pnl|rendite|gewinn*|rendement|rentabilidad|rendimiento|ganancia*|rentabilidade|lucro*|доходност*|прибыл*",
      "收益|盈亏|損益|リターン|수익|손익",
    ),
  ],
  [
    "portfolio allocation",
    says(
      "allocat*|concentrat*|diversif*|made of|split|weights?|aufteilung|verteilt|verteilung|répartition|réparti*|distribución|asignación|distribuição|alocação|распределен*|диверсиф*",
      "配置|分布|占比|配分|分散|비중|배분",
    ),
  ],
  [
    "settings set",
    says(
      "settings?|from now on|always (?:show|use|answer|reply)|(?:use|switch to|change to|set) (?:my |the |this )?(?:\\p{L}+ )?(?:currency|time ?zone|locale|language|euros?|dollars?|pounds?)|(?:set|change|switch) (?:my|the|our) (?:currency|time ?zone|locale|language)|einstellung*|ab jetzt|ab sofort|réglage*|désormais|dorénavant|ajustes?|configura*|a partir de ahora|a partir de agora|настройк*|отныне|теперь всегда",
      "设置|以后|設定|今後|これから|설정|앞으로",
    ),
  ],
  [
    "about",
    says(
      "version|which model|what model|your data|data sources?|modell|modèle|modelo|модель",
      "版本|模型|バージョン|モデル|버전|모델",
    ),
  ],
]);
