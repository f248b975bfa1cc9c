import { CLASS_GATE_MESSAGES } from '@lintel/contracts';
import { type Locale } from '../../language/locale';
import { type TaskWords } from '../task-view';
import { CHINESE_GATE_MESSAGES } from './gate-messages';

export const WORDS: Readonly<Record<Locale, TaskWords>> = {
  en: {
    figures: {
      accuracy: 'Accuracy',
      macroF1: 'Macro F1',
      microF1: 'Micro F1',
      averagePrecision: 'Average precision',
      auc: 'AUC',
      allLabelsRight: 'Pictures with all labels right',
      top5Accuracy: 'Top-5 accuracy',
      macroPrecision: 'Precision (mean over classes)',
      macroRecall: 'Recall (mean over classes)',
      logLoss: 'Log loss (nats)',
      calibrationError: 'Calibration error',
    },
    gateNames: { 'class-floor': 'No class got worse', accuracy: 'Minimum accuracy', calibration: 'Calibration' },
    gates: {
      minimumAccuracy: { label: 'Minimum accuracy' },
      'classFloor.minimumRecall': {
        label: 'Minimum recall of every class',
        hint: 'Share of each class that must be found.',
      },
      'classFloor.maximumRecallLoss': {
        label: 'Maximum loss of a class',
        hint: 'Recall compared with the champion, for classes with at least 20 test examples.',
      },
      maximumCalibrationError: { label: 'Maximum calibration error', hint: '100% turns this gate off.' },
    },
    messages: CLASS_GATE_MESSAGES,
  },
  'zh-CN': {
    figures: {
      accuracy: '准确率',
      macroF1: '宏平均 F1',
      microF1: '微平均 F1',
      averagePrecision: '平均精确率',
      auc: 'AUC',
      allLabelsRight: '标签全部正确的图片',
      top5Accuracy: '前五位准确率',
      macroPrecision: '精确率，各类别平均',
      macroRecall: '召回率，各类别平均',
      logLoss: '对数损失（nat）',
      calibrationError: '校准误差',
    },
    gateNames: { 'class-floor': '没有变差的类别', accuracy: '最低准确率', calibration: '校准' },
    gates: {
      minimumAccuracy: { label: '最低准确率' },
      'classFloor.minimumRecall': { label: '各类别最低召回率', hint: '每个类别至少要找到多少。' },
      'classFloor.maximumRecallLoss': {
        label: '单个类别最大损失',
        hint: '与在用版本相比的召回率，仅限测试样本不少于 20 个的类别。',
      },
      maximumCalibrationError: { label: '最大校准误差', hint: '100% 表示不评判。' },
    },
    messages: CHINESE_GATE_MESSAGES,
  },
};
