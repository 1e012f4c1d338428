import type { Language } from "./language.ts";

/** Languages of which the grammar knows the words for prices and charts, and no more. */
export const russian: Language = {
  before: ["привет", "покажи", "скажи", "пожалуйста"],
  after: ["пожалуйста", "спасибо"],
  look: {
    price: [
      "[какая|какой] [сейчас] цена|курс|стоимость [на] <names> [в <currency>] [сейчас|сегодня]",
      "<names> цена|курс [в <currency>] [сейчас|сегодня]",
      "[сколько|почём] [сейчас] стоит|стоят [один] <names> [в <currency>] [сейчас|сегодня]",
    ],
    convert: ["[сколько будет || сколько стоит] <amount> <from> в <unit>"],
    chart: ["график [цены] <any> [за] [<range>]", "<any> график [за] [<range>]"],
    market: ["[что с || как] [там] рынок|рынком [сегодня|сейчас]"],
  },
};

export const chinese: Language = {
  before: ["请问", "查一下", "请"],
  after: ["谢谢"],
  look: {
    price: [
      "<names> [的] 价格|的价格|價格|的價格|多少钱|多少錢|现在多少钱|价格多少|现在价格|的价格是多少|价格是多少",
      "价格|價格 <names>",
    ],
    chart: ["<any> 走势图|的走势图|走势|图表|k线|k线图 [<range>]"],
    market: ["市场行情|行情|市场|今日行情|今天行情"],
  },
};

export const japanese: Language = {
  before: [],
  after: ["お願いします", "ください", "を教えて"],
  look: {
    price: [
      "<names> 価格|の価格|の価格は|の値段|の値段は|値段|いくら|はいくら|はいくらですか|の価格を教えて|の価格は今いくら|今いくら",
    ],
    chart: ["<any> チャート|のチャート|のチャートを見せて [<range>]"],
  },
};
