import { ANOMALY_METRIC_NAMES } from '@lintel/contracts';
import { type Locale } from '../../language/locale';
import { type TaskWords } from '../task-view';

const gate = (label: string, hint: string) => ({
  gateNames: { 'required-value': label },
  gates: { requiredValue: { label, hint } },
});

export const WORDS: Readonly<Record<Locale, TaskWords>> = {
  en: {
    figures: ANOMALY_METRIC_NAMES,
    ...gate(
      'Minimum average precision',
      'Without known anomalies: the maximum share of false alarms. Empty turns this gate off.',
    ),
  },
  'zh-CN': {
    figures: { averagePrecision: '平均精确率', auc: 'AUC', nab: 'NAB 分数', falseAlarmRate: '误报率' },
    ...gate('最低平均精确率', '没有已知异常时为最高误报率。留空表示不评判。'),
  },
};
