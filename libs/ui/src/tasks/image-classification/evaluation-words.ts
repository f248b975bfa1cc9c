import { type Locale } from '../../language/locale';
import { type EvaluationText } from './evaluation-text';

const english: EvaluationText = {
  confusion: 'Confusion matrix',
  mistakes: 'Most frequent mistakes',
  mistake: (trueClass: string, predicted: string) => `${trueClass} predicted as ${predicted}`,
  mistakeCount: (count: string, share: string) => `${count} (${share} of them)`,
  noMistakes: 'No mistakes on the test examples.',
  perClass: 'Metrics by class',
  perClassCaption:
    'Precision: share of predictions of this class that are right. Recall: share of the class that is found. F1: harmonic mean of the two.',
  column: { className: 'Class', precision: 'Precision', recall: 'Recall', f1: 'F1', support: 'Test examples' },
  untested: (classes: number) =>
    classes === 1
      ? '1 class is not shown: no test example has it, and no answer names it.'
      : `${classes} classes are not shown: no test example has them, and no answer names them.`,
  curves: 'One class against the rest',
  curveClass: 'Class',
  roc: 'ROC curve',
  rocSummary: (className: string, auc: string) =>
    `Area ${auc} for “${className}”. The dashed line is guessing (0.5); 1 is perfect.`,
  precisionRecall: 'Precision and recall',
  precisionRecallSummary: (className: string, value: string) =>
    `Average precision ${value} for “${className}”: higher recall costs precision.`,
  noCurve: 'No curve: there are no test examples of this class.',
  calibration: 'Calibration',
  calibrationTitle: 'Calibration',
  calibrationSummary: (error: string) =>
    `Its probabilities are off by ${error} on average. Above the dashed line the model is underconfident, below it overconfident.`,
};

const chinese: EvaluationText = {
  confusion: '容易混淆的类别',
  mistakes: '最常见的错误',
  mistake: (trueClass, predicted) => `把“${trueClass}”认成“${predicted}”`,
  mistakeCount: (count, share) => `${count} 次，占 ${share}`,
  noMistakes: '测试样本全部正确。',
  perClass: '各类别表现',
  perClassCaption: '精确率：判为该类时正确的比例。召回率：该类中被找到的比例。F1：两者的综合。',
  column: { className: '类别', precision: '精确率', recall: '召回率', f1: 'F1', support: '测试样本' },
  untested: (classes) => `另有 ${classes} 个类别未显示：没有测试样本属于它们，也没有答案是它们。`,
  curves: '单个类别与其余类别',
  curveClass: '类别',
  roc: 'ROC 曲线',
  rocSummary: (className, auc) => `面积 ${auc}：“${className}”排在其他类别之前的把握。虚线为随机（0.5），1 为完美。`,
  precisionRecall: '精确率与召回率',
  precisionRecallSummary: (className, value) => `“${className}”的平均精确率为 ${value}：找到更多的同时要付出多少误判。`,
  noCurve: '没有该类别的测试样本，因此没有曲线。',
  calibration: '它知道自己有多大把握吗？',
  calibrationTitle: '校准',
  calibrationSummary: (error) => `所给概率平均偏差 ${error}。在虚线以上偏保守，在虚线以下偏自信。`,
};

/** The texts of an evaluation for an app that has no own word for an example. */
export const EVALUATION_WORDS: Readonly<Record<Locale, EvaluationText>> = { en: english, 'zh-CN': chinese };
