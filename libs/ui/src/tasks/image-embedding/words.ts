import { type Locale } from '../../language/locale';
import { type TaskWords } from '../task-view';

export const WORDS: Readonly<Record<Locale, TaskWords>> = {
  en: {
    figures: {
      precisionAt10: 'Precision at 10',
      recallAt1: 'Recall at 1',
      recallAt5: 'Recall at 5',
      recallAt10: 'Recall at 10',
      mapAt10: 'Mean average precision at 10',
    },
    gateNames: { 'required-value': 'Minimum precision at 10' },
    gates: {
      requiredValue: {
        label: 'Minimum precision at 10',
        hint: 'Share of right pictures among the ten nearest. Empty turns this gate off.',
      },
    },
  },
  'zh-CN': {
    figures: {
      precisionAt10: '前 10 精确率',
      recallAt1: '前 1 召回率',
      recallAt5: '前 5 召回率',
      recallAt10: '前 10 召回率',
      mapAt10: '前 10 平均精确率均值',
    },
    gateNames: { 'required-value': '前 10 最低精确率' },
    gates: {
      requiredValue: { label: '前 10 最低精确率', hint: '最近十张图片中正确的比例。留空表示不评判。' },
    },
  },
};
