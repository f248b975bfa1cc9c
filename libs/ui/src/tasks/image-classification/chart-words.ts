import { type Locale } from '../../language/locale';

const english = {
  matrix: {
    caption: 'Confusion matrix: each row is a true class, each column what the model answered.',
    trueClass: 'True class',
    predictedClass: 'Answer of the model',
    counts: 'Counts',
    shares: 'Share of the row',
    show: 'Show in the cells',
    cell: (count: string, trueClass: string, predicted: string) => `${count} × ${trueClass}, answered ${predicted}`,
    right: 'right',
    wrong: 'wrong',
  },
  curve: {
    falsePositiveRate: 'False positive rate',
    truePositiveRate: 'True positive rate',
    recall: 'Recall',
    precision: 'Precision',
    confidence: 'Probability that the model gave',
    rightShare: 'Share that was right',
    threshold: 'Threshold',
  },
};

const chinese: typeof english = {
  matrix: {
    caption: '混淆矩阵：每行是真实类别，每列是模型的回答。',
    trueClass: '真实类别',
    predictedClass: '模型的回答',
    counts: '数量',
    shares: '占该行比例',
    show: '单元格显示',
    cell: (count, trueClass, predicted) => `${count} 个“${trueClass}”被判为“${predicted}”`,
    right: '正确',
    wrong: '错误',
  },
  curve: {
    falsePositiveRate: '假阳性率',
    truePositiveRate: '真阳性率',
    recall: '召回率',
    precision: '精确率',
    confidence: '模型给出的概率',
    rightShare: '实际正确的比例',
    threshold: '阈值',
  },
};

/** The texts of the charts of a classifier. */
export const CHART_WORDS: Readonly<Record<Locale, typeof english>> = { en: english, 'zh-CN': chinese };
