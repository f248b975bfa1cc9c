import { type Locale } from '../../language/locale';

const english = {
  items: 'Recommended items',
  because: (items: string) => `because of ${items}`,
  like: (items: string) => `new, like ${items}`,
  popular: 'it is popular',
  unsure: 'Unsure',
  unsureHint: 'No item of the history is known, so the answer is what is popular.',
  unknown: (items: string) => `Not known to the model: ${items}.`,
  more: (count: string) => `Show ${count} more`,
  catalogue: 'Items',
  history: 'History',
  newest: (count: string) => `the newest ${count} items`,
  newItems: 'New items',
  withContent: 'scored by their contents',
  withoutContent: 'not recommended',
};

const chinese: typeof english = {
  items: '推荐的物品',
  because: (items) => `因为 ${items}`,
  like: (items) => `新物品，类似 ${items}`,
  popular: '热门物品',
  unsure: '不确定',
  unsureHint: '历史中没有模型认识的物品，因此回答的是热门物品。',
  unknown: (items) => `模型不认识：${items}。`,
  more: (count) => `再显示 ${count} 项`,
  catalogue: '物品数',
  history: '历史',
  newest: (count) => `最近的 ${count} 个物品`,
  newItems: '新物品',
  withContent: '按其内容评分',
  withoutContent: '不推荐',
};

/** The texts of the answer of a recommender. */
export const ANSWER_WORDS: Readonly<Record<Locale, typeof english>> = { en: english, 'zh-CN': chinese };
