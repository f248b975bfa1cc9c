import { TEXT_METRIC_NAMES } from '@lintel/contracts';
import { type Locale } from '../../language/locale';
import { type TaskWords } from '../task-view';

export const WORDS: Readonly<Record<Locale, TaskWords>> = {
  en: {
    figures: TEXT_METRIC_NAMES,
    gateNames: { 'required-value': 'Good enough main figure' },
    gates: {
      requiredValue: {
        label: 'Minimum macro F1',
        hint: 'The mean over the classes. Empty turns this gate off.',
      },
    },
  },
  'zh-CN': {
    figures: {
      macroF1: '宏平均 F1',
      microF1: '微平均 F1',
      accuracy: '准确率',
      f1: 'F1',
      auc: 'AUC',
      averagePrecision: '平均精确率',
    },
    gateNames: { 'required-value': '主要指标达到要求' },
    gates: {
      requiredValue: { label: '最低宏平均 F1', hint: '各类别的平均值。留空表示不评判。' },
    },
  },
};

/** The texts of the table of classes. */
export const CLASS_TABLE_WORDS = {
  en: {
    title: 'Classes',
    caption: 'Precision, recall and F1 of every class or label',
    className: 'Class',
    texts: 'Texts',
    precision: 'Precision',
    recall: 'Recall',
    f1: 'F1',
  },
  'zh-CN': {
    title: '类别',
    caption: '每个类别或标签的精确率、召回率和 F1',
    className: '类别',
    texts: '文本数',
    precision: '精确率',
    recall: '召回率',
    f1: 'F1',
  },
};
