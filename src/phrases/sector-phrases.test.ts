import { describe, expect, test } from "vitest";
import { testPhrases } from "../../tests/support/phrases.ts";

const phrase = await testPhrases();

/** One look-up, and the ways in which people of one language ask for it, one a line. */
type Asked = readonly [command: string, input: Readonly<Record<string, unknown>>, ways: string];

const lines = (text: string): readonly string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

const ASKED: Readonly<Record<string, readonly Asked[]>> = {
  English: [
    [
      "news",
      { about: ["OpenAI"] },
      `news OpenAI
       news about OpenAI
       latest news on OpenAI
       any news from OpenAI?
       what's the latest news about OpenAI
       headlines on OpenAI please
       show me news for OpenAI
       OpenAI news
       OpenAI's headlines today
       the latest OpenAI news
       what's new with OpenAI?`,
    ],
    ["news", { about: ["agents"] }, "news on agents\nnews about the agents layer\nheadlines for agents"],
    ["news", { about: ["Nous Research"] }, "news about Nous Research\nNous Research news"],
    [
      "stack",
      {},
      `stack
       the stack
       show me the stack
       the ai stack
       crypto ai stack
       layers
       the layers today
       how is the stack doing
       how are the layers doing?
       hey bot, show me the crypto ai layers please`,
    ],
    ["stack", { over: "7d" }, "stack 7d\nlayers this week\nthe stack over the last 7 days"],
    [
      "layer",
      { layer: ["compute"] },
      `layer compute
       the layer compute
       compute layer
       the compute layer
       show me the compute layer
       the compute layer please
       compute-layer
       how's the compute layer doing
       how is the compute layer doing today?
       can you show me the compute layer`,
    ],
    ["layer", { layer: ["ai agents"], over: "30d" }, "layer ai agents 30d\nthe ai agents layer over the last 30 days"],
    [
      "rotation",
      {},
      `rotation
       the rotation
       sector rotation
       layer rotation
       the sector rotation please
       show me the rotation
       show me the layer rotation
       which layers are gaining?
       which layers are losing
       which layers are moving up`,
    ],
    ["rotation", { over: "30d" }, "rotation 30d\nsector rotation this month\nlayer rotation over the last 30 days"],
    [
      "project",
      { name: ["Nous Research"] },
      `project Nous Research
       project card Nous Research
       project card of Nous Research
       the project Nous Research
       show me the project Nous Research
       tell me about the project Nous Research
       what's the project Nous Research?
       what is the Nous Research project
       the Nous Research project
       Nous Research project card`,
    ],
    ["project", { name: ["near"] }, "project near\nproject card for near"],
    [
      "score",
      { project: ["Virtuals"] },
      `score Virtuals
       score of Virtuals
       scores for Virtuals
       the score of Virtuals
       what's the score of Virtuals?
       scorecard Virtuals
       scorecard for Virtuals
       Virtuals score
       Virtuals's scorecard
       show me the Virtuals scorecard`,
    ],
    ["score", { project: ["IET AOS"] }, "score IET AOS\nscorecard of IET AOS"],
  ],
  German: [
    [
      "news",
      { about: ["OpenAI"] },
      `nachrichten OpenAI
       Nachrichten zu OpenAI
       Nachrichten über OpenAI
       die neuesten Nachrichten zu OpenAI
       aktuelle Neuigkeiten von OpenAI
       Schlagzeilen rund um OpenAI
       News zu OpenAI bitte
       OpenAI Nachrichten
       OpenAI Neuigkeiten heute
       Was gibt es Neues bei OpenAI?
       was gibt's neues von OpenAI`,
    ],
    [
      "news",
      {},
      "Nachrichten\ndie neuesten Nachrichten\naktuelle Schlagzeilen\nNeuigkeiten heute\nzeig mir die Nachrichten",
    ],
    [
      "stack",
      {},
      `die Schichten
       Schichten heute
       zeig mir die Schichten
       zeige mir den Stack
       der KI-Stack
       den KI Stack bitte
       die Ebenen
       wie stehen die Schichten?
       wie laufen die Schichten heute
       wie geht es den Schichten`,
    ],
    ["stack", { over: "30d" }, "Schichten 30 Tage\ndie Schichten der letzten 30 Tage"],
    [
      "layer",
      { layer: ["data"] },
      `Schicht Daten
       die Schicht Daten
       Ebene Daten
       zeig mir die Schicht Daten
       die Daten-Schicht
       Daten-Ebene
       die Daten Schicht
       wie steht die Schicht Daten?
       wie läuft die Daten-Schicht heute
       wie läuft die Ebene Daten gerade`,
    ],
    ["layer", { layer: ["agents"], over: "7d" }, "Schicht Agenten 7 Tage\ndie Agenten-Schicht der letzten 7 Tage"],
    [
      "rotation",
      {},
      `Rotation der Schichten
       die Rotation der Schichten
       Rotation der Ebenen
       Rotation im Sektor
       die Rotation im Sektor bitte
       Sektorrotation
       die Sektorrotation
       Sektor-Rotation
       Schichtenrotation
       zeig mir die Rotation der Schichten`,
    ],
    ["rotation", { over: "30d" }, "Sektorrotation der letzten 30 Tage\nRotation der Schichten im letzten Monat"],
    [
      "project",
      { name: ["Virtuals"] },
      `Projekt Virtuals
       das Projekt Virtuals
       zeig mir das Projekt Virtuals
       Virtuals Projekt
       das Virtuals Projekt bitte
       was ist das Projekt Virtuals?
       Infos zum Projekt Virtuals
       Details zum Projekt Virtuals
       Projektkarte Virtuals
       Projektkarte von Virtuals`,
    ],
    [
      "score",
      { project: ["Virtuals"] },
      `Score von Virtuals
       der Score von Virtuals
       Score für Virtuals
       zeig mir den Score von Virtuals
       wie ist der Score von Virtuals?
       Punktzahl von Virtuals
       die Punktzahl für Virtuals
       wie ist die Wertung von Virtuals
       Virtuals Wertung
       Virtuals Punktzahl bitte`,
    ],
  ],
  Spanish: [
    [
      "news",
      { about: ["OpenAI"] },
      `noticias OpenAI
       noticias de OpenAI
       noticias sobre OpenAI
       las últimas noticias de OpenAI
       ultimas noticias sobre OpenAI
       titulares de OpenAI
       novedades de OpenAI hoy
       dame noticias de OpenAI por favor
       ¿Qué noticias hay de OpenAI?
       ¿Qué hay de nuevo con OpenAI?`,
    ],
    ["news", {}, "noticias\nlas últimas noticias\nnoticias de hoy\ntitulares\ndame las noticias"],
    [
      "stack",
      {},
      `capas
       las capas
       las capas hoy
       capas del sector
       las capas de la IA
       muéstrame las capas
       el stack de la IA
       stack de IA
       ¿Cómo van las capas?
       cómo están las capas hoy`,
    ],
    ["stack", { over: "7d" }, "las capas en los últimos 7 días"],
    [
      "layer",
      { layer: ["agents"] },
      `capa agentes
       capa de agentes
       la capa de agentes
       la capa de los agentes
       muéstrame la capa de agentes
       quiero ver la capa de agentes
       capa de agentes por favor
       ¿Cómo va la capa de agentes?
       como está la capa de agentes
       cómo está la capa de los agentes hoy`,
    ],
    ["layer", { layer: ["data"], over: "30d" }, "capa de datos en los últimos 30 días"],
    [
      "rotation",
      {},
      `rotación
       la rotación
       rotacion de capas
       la rotación de las capas
       rotación entre capas
       rotación del sector
       la rotación sectorial
       muéstrame la rotación
       dame la rotación de capas
       quiero ver la rotación del sector`,
    ],
    ["rotation", { over: "30d" }, "rotación de capas en los últimos 30 días"],
    [
      "project",
      { name: ["Virtuals"] },
      `proyecto Virtuals
       el proyecto Virtuals
       muéstrame el proyecto Virtuals
       dame el proyecto Virtuals
       quiero ver el proyecto Virtuals
       información del proyecto Virtuals
       datos del proyecto Virtuals
       ¿Qué es el proyecto Virtuals?
       ficha de Virtuals
       ficha del proyecto Virtuals`,
    ],
    [
      "score",
      { project: ["Virtuals"] },
      `puntuación de Virtuals
       la puntuación de Virtuals
       puntuacion de Virtuals
       puntaje de Virtuals
       el puntaje de Virtuals
       score de Virtuals
       dame el score de Virtuals
       ¿Cuál es la puntuación de Virtuals?
       Virtuals puntuación
       Virtuals puntaje por favor`,
    ],
  ],
  French: [
    [
      "news",
      { about: ["OpenAI"] },
      `nouvelles OpenAI
       nouvelles sur OpenAI
       les nouvelles d'OpenAI
       dernières nouvelles sur OpenAI
       les dernières actualités d'OpenAI
       actus OpenAI
       actus sur OpenAI svp
       dernières infos sur OpenAI
       Quoi de neuf chez OpenAI ?
       quoi de neuf sur OpenAI`,
    ],
    ["news", {}, "les nouvelles\nactualités\nles dernières actus\nactualités du jour\ndonne-moi les nouvelles"],
    [
      "stack",
      {},
      `couches
       les couches
       les couches aujourd'hui
       les couches du secteur
       les couches de l'IA
       montre-moi les couches
       affiche les couches
       le stack IA
       le stack de l'IA
       comment vont les couches ?`,
    ],
    ["stack", { over: "7d" }, "les couches sur les 7 derniers jours\nles couches sur les derniers 7 jours"],
    [
      "layer",
      { layer: ["data"] },
      `couche données
       couche des données
       la couche des données
       la couche de données
       montre-moi la couche des données
       affiche la couche des données
       la couche des données svp
       donne-moi la couche des données
       comment va la couche des données ?
       comment évolue la couche des données aujourd'hui`,
    ],
    ["layer", { layer: ["inference"], over: "30d" }, "la couche de l'inférence sur les 30 derniers jours"],
    [
      "rotation",
      {},
      `rotation des couches
       la rotation des couches
       rotation entre les couches
       rotation entre couches
       rotation du secteur
       la rotation du secteur
       rotation sectorielle
       montre-moi la rotation des couches
       affiche la rotation sectorielle
       la rotation des couches svp`,
    ],
    ["rotation", { over: "30d" }, "rotation des couches sur les 30 derniers jours"],
    [
      "project",
      { name: ["Virtuals"] },
      `projet Virtuals
       le projet Virtuals
       montre-moi le projet Virtuals
       affiche le projet Virtuals
       infos sur le projet Virtuals
       détails sur le projet Virtuals
       c'est quoi le projet Virtuals ?
       fiche Virtuals
       fiche de Virtuals
       fiche du projet Virtuals`,
    ],
    [
      "score",
      { project: ["Virtuals"] },
      `score de Virtuals
       le score de Virtuals
       quel est le score de Virtuals ?
       montre-moi le score de Virtuals
       scorecard de Virtuals
       notation de Virtuals
       la notation de Virtuals
       note de Virtuals
       quelle est la note de Virtuals
       Virtuals notation svp`,
    ],
  ],
  Portuguese: [
    [
      "news",
      { about: ["OpenAI"] },
      `notícias OpenAI
       notícias da OpenAI
       notícias sobre OpenAI
       notícias sobre a OpenAI
       as últimas notícias da OpenAI
       quais são as últimas notícias da OpenAI?
       novidades da OpenAI hoje
       manchetes sobre OpenAI
       O que há de novo na OpenAI?
       o que tem de novo com OpenAI`,
    ],
    ["news", {}, "notícias\nas últimas notícias\nnotícias de hoje\nmanchetes\nquero ver as notícias"],
    [
      "stack",
      {},
      `camadas
       as camadas
       as camadas hoje
       camadas do setor
       as camadas da IA
       mostra as camadas
       me mostre as camadas
       o stack da IA
       como estão as camadas?
       como vão as camadas hoje`,
    ],
    ["stack", { over: "7d" }, "as camadas nos últimos 7 dias"],
    [
      "layer",
      { layer: ["data"] },
      `camada dados
       camada de dados
       a camada de dados
       a camada dos dados
       mostra a camada de dados
       me mostre a camada de dados
       quero ver a camada de dados
       camada de dados por favor
       como está a camada de dados?
       como vai a camada dos dados hoje`,
    ],
    ["layer", { layer: ["agents"], over: "30d" }, "camada de agentes nos últimos 30 dias"],
    [
      "rotation",
      {},
      `rotação
       a rotação
       rotacao das camadas
       a rotação das camadas
       rotação de camadas
       rotação entre camadas
       rotação do setor
       rotação setorial
       mostra a rotação
       me mostre a rotação das camadas`,
    ],
    ["rotation", { over: "30d" }, "rotação das camadas nos últimos 30 dias"],
    [
      "project",
      { name: ["Virtuals"] },
      `projeto Virtuals
       o projeto Virtuals
       mostra o projeto Virtuals
       me mostre o projeto Virtuals
       quero ver o projeto Virtuals
       informações do projeto Virtuals
       dados sobre o projeto Virtuals
       o que é o projeto Virtuals?
       ficha do Virtuals
       ficha do projeto Virtuals`,
    ],
    [
      "score",
      { project: ["Virtuals"] },
      `pontuação do Virtuals
       pontuacao de Virtuals
       a pontuação da Virtuals
       qual é a pontuação do Virtuals?
       qual a pontuação do Virtuals
       score do Virtuals
       o score do Virtuals
       nota do Virtuals
       qual é a nota do Virtuals
       Virtuals pontuação`,
    ],
  ],
};

describe.each(Object.entries(ASKED))("%s asks for what the sector has", (_language, asked) => {
  test.each(asked.flatMap(([command, input, ways]) => lines(ways).map((way) => [way, command, input] as const)))(
    "%s",
    (way, command, input) => {
      expect(phrase(way)).toEqual({ command, input });
    },
  );
});

/** A reason, a judgement, a wish, something else of that name, or more than one question: the agent's. */
const LEFT: Readonly<Record<string, string>> = {
  English: `
    why is the news so bad for Virtuals
    good news
    bad news about tao
    fake news about OpenAI
    world news
    story news
    game news
    news anchor
    is there any good news
    should I buy on the news about OpenAI
    news about the weather
    news about my dog
    what do you think of the news
    stack overflow
    stack sats
    how do I stack more tao
    my stack
    why is the stack down
    the stack will moon
    which stack is best
    tech stack of Virtuals
    layers of irony
    stack of cards
    layer cake
    layer
    layer 2
    the ozone layer
    why is the compute layer down
    which layer is best
    is the data layer a good buy
    best layer to buy
    application layer protocol
    layer compute or agents
    crop rotation
    rotation of the earth
    why is there a rotation
    is rotation over
    rotation into memes
    should I follow the rotation
    key rotation
    api key rotation
    rotation matrix
    what does rotation mean
    project
    my project
    new project idea
    science project
    group project
    project manager
    world project
    which project is best
    is the Virtuals project a scam
    story project
    project management
    score
    what's the score
    score of the game
    high score
    final score
    my score
    credit score
    score a goal
    why is the Virtuals score so low
    game score
    score story
    is the Virtuals score good`,
  German: `
    warum sind die Nachrichten zu OpenAI schlecht
    gute Nachrichten
    schlechte Nachrichten
    keine Nachrichten von dir
    meine Nachrichten
    Nachrichten aus aller Welt
    Nachrichten über das Wetter
    soll ich auf Nachrichten kaufen
    neue Nachricht
    lies mir die Nachrichten vor
    warum fallen die Schichten
    welche Schicht ist am besten
    meine Schicht beginnt um acht
    Nachtschicht
    die Ozonschicht
    Schichten einer Torte
    Schichtarbeit
    auf welcher Ebene
    auf Augenhöhe Ebene
    die Schicht
    Rotation der Erde
    warum gibt es eine Rotation
    kommt eine Rotation
    soll ich der Rotation folgen
    Rotation in Memes
    Rotation der Schlüssel
    Fruchtfolge und Rotation
    ist die Sektorrotation vorbei
    Rotationsprinzip
    wann endet die Sektorrotation
    mein Projekt
    neues Projekt
    Projekt
    welches Projekt ist am besten
    ist das Projekt Virtuals seriös
    Projekt Weltfrieden
    Schulprojekt
    Projekt starten
    warum ist das Projekt Virtuals gefallen
    Projektleiter
    Score
    wie ist der Score
    Score von gestern
    Punktzahl
    die Punktzahl im Spiel
    warum ist der Score von Virtuals niedrig
    Bewertung von OpenAI
    Bewertung
    soll ich nach Score kaufen
    Wertung des Spiels`,
  Spanish: `
    buenas noticias
    malas noticias
    por qué son malas las noticias de OpenAI
    noticias del tiempo
    noticias falsas
    no tengo noticias tuyas
    mis noticias
    noticias de mi perro
    debo comprar por las noticias
    lee las noticias en voz alta
    por qué caen las capas
    qué capa es mejor
    capas de cebolla
    una capa de pintura
    la capa de ozono
    capa
    la capa
    capa roja
    compro la capa de agentes
    capas y espadas
    rotación de cultivos
    rotación de la tierra
    por qué hay rotación
    habrá rotación
    sigo la rotación
    rotación de personal
    rotación hacia memes
    rotación de claves
    cuándo termina la rotación
    es buena la rotación
    mi proyecto
    nuevo proyecto
    proyecto
    qué proyecto es mejor
    es una estafa el proyecto Virtuals
    proyecto de ley
    proyecto escolar
    por qué cae el proyecto Virtuals
    compro el proyecto Virtuals
    jefe de proyecto
    puntuación
    la puntuación
    puntuación del partido
    mi puntuación
    por qué es baja la puntuación de Virtuals
    signos de puntuación
    puntaje de crédito
    puntaje
    valoración de OpenAI
    puntuación final`,
  French: `
    bonnes nouvelles
    mauvaises nouvelles
    pourquoi les nouvelles d'OpenAI sont mauvaises
    nouvelles de toi
    de tes nouvelles
    quoi de neuf
    quoi de neuf chez toi
    fausses nouvelles
    dois-je acheter sur les nouvelles
    nouvelles de la météo
    pourquoi les couches baissent
    quelle couche est la meilleure
    couches pour bébé
    la couche d'ozone
    une couche de peinture
    couche
    la couche
    couche de neige
    j'achète la couche des données
    couches de gâteau
    rotation des cultures
    rotation de la terre
    pourquoi une rotation
    rotation du personnel
    rotation des clés
    quand finit la rotation
    la rotation est-elle finie
    faut-il suivre la rotation
    rotation vers les memes
    mon projet
    nouveau projet
    projet
    quel projet est le meilleur
    le projet Virtuals est une arnaque
    projet de loi
    pourquoi le projet Virtuals baisse
    chef de projet
    projet scolaire
    acheter le projet Virtuals
    le score
    quel est le score
    score du match
    note de bas de page
    note de crédit
    pourquoi le score de Virtuals est bas
    valorisation d'OpenAI
    notation
    prends note
    score final`,
  Portuguese: `
    boas notícias
    más notícias
    por que as notícias da OpenAI são ruins
    notícias do tempo
    notícias falsas
    sem notícias suas
    minhas notícias
    o que há de novo
    devo comprar pelas notícias
    leia as notícias
    por que as camadas caem
    qual camada é melhor
    camada de ozônio
    uma camada de tinta
    camada
    a camada
    camadas de cebola
    camadas do bolo
    compro a camada de dados
    camada de gelo
    rotação da terra
    rotação de culturas
    por que há rotação
    sigo a rotação
    rotação de pessoal
    rotação para memes
    rotação de chaves
    quando acaba a rotação
    a rotação acabou
    vai haver rotação
    meu projeto
    novo projeto
    projeto
    qual projeto é melhor
    o projeto Virtuals é golpe
    projeto de lei
    por que o projeto Virtuals cai
    compro o projeto Virtuals
    projeto escolar
    gerente de projeto
    pontuação
    a pontuação
    pontuação do jogo
    minha pontuação
    por que a pontuação do Virtuals é baixa
    nota fiscal
    nota de rodapé
    avaliação da OpenAI
    pontuação final
    score de crédito`,
};

describe.each(Object.entries(LEFT))("%s that is left to the agent", (_language, left) => {
  test.each(lines(left))("%s", (message) => {
    expect(phrase(message)).toBeUndefined();
  });
});

test("where the map knows no such name nothing of it is asked for", () => {
  for (const message of ["score of Nowhere", "project Nowhere", "news about Nowhere", "layer nowhere", "Nowhere news"])
    expect(phrase(message)).toBeUndefined();
});
