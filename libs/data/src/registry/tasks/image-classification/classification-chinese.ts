import { type ClassificationWords } from './classification-english';

export const classificationChinese: ClassificationWords = {
  accuracy: '准确率',
  interval: (value, range, wilson) => `${value}（95% ${wilson ? 'Wilson ' : ''}区间 ${range}）`,
  top5: '前五准确率',
  precision: '宏平均精确率',
  recall: '宏平均召回率',
  f1: '宏平均 F1',
  logLoss: '对数损失（纳特）',
  classColumns: ['类别', '测试样本', '精确率', '召回率', 'F1'],
  untested: '未测试',
  untestedClasses: (count) => `没有测试样本、因此未测试的类别：${count} 个。`,
  calibration: '校准',
  calibrationError: (error, bins, unsure) =>
    `期望校准误差：${error}（${bins} 个分箱）。概率低于 ${unsure} 时回答“不确定”。`,
  unlike: (share, range) =>
    `如果图片与训练样本不相似，也会回答“不确定”。测试样本与训练样本相似，其中这样的占 ${share}（95% 区间 ${range}）。`,
  classes: (count) => `它认识 ${count} 个类别，并把任何输入都归入其中之一，即使输入不属于任何类别。`,
  rare: (fewerThan, names) => `测试样本少于 ${fewerThan} 个，了解有限：${names}。`,
};
