import { FORECAST_METRIC_NAMES } from '@lintel/contracts';
import { type Locale } from '../../language/locale';
import { type TaskWords } from '../task-view';

const gate = (label: string, hint: string) => ({
  gateNames: { 'required-value': label },
  gates: { requiredValue: { label, hint } },
});

export const WORDS: Readonly<Record<Locale, TaskWords>> = {
  en: {
    figures: FORECAST_METRIC_NAMES,
    ...gate('Maximum mean absolute error', 'In the unit of the forecast signal. Empty turns this gate off.'),
  },
  'zh-CN': {
    figures: { mae: '平均绝对误差', rmse: '均方根误差', r2: 'R²', nasaScore: 'NASA 分数' },
    ...gate('最大平均绝对误差', '以被预测信号的单位填写。留空表示不评判。'),
  },
};
