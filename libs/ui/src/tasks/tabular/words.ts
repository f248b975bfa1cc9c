import { METRIC_NAMES } from '@lintel/contracts';
import { type TaskWords } from '../task-view';

const hint = 'In the unit of the main figure. Empty turns this gate off.';
const hintChinese = '以主要指标的单位填写。留空表示不评判。';

const figures: TaskWords['figures'] = METRIC_NAMES;

const figuresChinese: TaskWords['figures'] = {
  auc: 'AUC',
  averagePrecision: '平均精确率',
  ks: 'KS',
  brier: 'Brier 分数',
  accuracy: '准确率',
  macroF1: '宏平均 F1',
  microF1: '微平均 F1',
  rmse: '均方根误差',
  mae: '平均绝对误差',
  r2: 'R²',
  nasaScore: 'NASA 分数',
};

const gateNames = { 'required-value': 'Good enough main figure' };
const gateNamesChinese = { 'required-value': '主要指标达到要求' };

export const CLASS_WORDS = {
  en: { figures, gateNames, gates: { requiredValue: { label: 'Required value of the main figure', hint } } },
  'zh-CN': {
    figures: figuresChinese,
    gateNames: gateNamesChinese,
    gates: { requiredValue: { label: '主要指标须达到', hint: hintChinese } },
  },
};

export const VALUE_WORDS = {
  en: { figures, gateNames, gates: { requiredValue: { label: 'Maximum error', hint } } },
  'zh-CN': {
    figures: figuresChinese,
    gateNames: gateNamesChinese,
    gates: { requiredValue: { label: '最大误差', hint: hintChinese } },
  },
};
