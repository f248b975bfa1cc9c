import { RANKING_METRIC_NAMES } from '@lintel/contracts';
import { type Locale } from '../../language/locale';
import { type TaskWords } from '../task-view';

export const WORDS: Readonly<Record<Locale, TaskWords>> = {
  en: {
    figures: RANKING_METRIC_NAMES,
    gateNames: { 'required-value': 'Minimum nDCG at 10' },
    gates: {
      requiredValue: {
        label: 'Minimum nDCG at 10',
        hint: 'How well the hidden items are ranked among the ten recommended ones. Empty turns this gate off.',
      },
    },
  },
  'zh-CN': {
    figures: {
      ndcgAt10: '前 10 nDCG',
      hitRateAt10: '前 10 命中率',
      recallAt10: '前 10 召回率',
      precisionAt10: '前 10 精确率',
      mapAt10: '前 10 平均精确率均值',
      coverage: '物品覆盖率',
      novelty: '新颖度（比特）',
    },
    gateNames: { 'required-value': '前 10 最低 nDCG' },
    gates: {
      requiredValue: { label: '前 10 最低 nDCG', hint: '隐藏物品在十个推荐中的排名质量。留空表示不评判。' },
    },
  },
};
