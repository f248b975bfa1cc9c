import { type InteractionProtocol } from '@lintel/contracts';
import { type Locale } from '../../language/locale';

interface ProtocolWords {
  readonly popularityCaption: string;
  readonly popularity: string;
  readonly hidden: (protocol: InteractionProtocol, share: string) => string;
  readonly unknownHidden: (count: string) => string;
  readonly learned: string;
}

/** How the figures of a recommender were measured, and the baseline beside them. */
export const PROTOCOL_WORDS: Readonly<Record<Locale, ProtocolWords>> = {
  en: {
    popularityCaption: 'The model beside what is popular, for the same users.',
    popularity: 'Popularity',
    hidden: ({ split }, share) =>
      split === 'last'
        ? 'The latest item of each history was hidden.'
        : `${split === 'random' ? 'A random' : 'The latest'} ${share} of each history was hidden.`,
    unknownHidden: (count) => `${count} hidden interactions are with items that the model does not know.`,
    learned: 'The model has learned from these very interactions, so the figures are too good.',
  },
  'zh-CN': {
    popularityCaption: '同一批用户上模型与热门推荐的对比。',
    popularity: '热门推荐',
    hidden: ({ split }, share) =>
      split === 'last'
        ? '每位用户的最后一个物品被隐藏。'
        : `每位用户历史中${split === 'random' ? '随机' : '最近'}的 ${share} 被隐藏。`,
    unknownHidden: (count) => `${count} 个被隐藏的交互涉及模型不认识的物品。`,
    learned: '模型正是从这些交互中学习的，因此指标偏高。',
  },
};
