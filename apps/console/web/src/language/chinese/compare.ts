import { type compare as english } from '../english/compare';

export const compare: typeof english = {
  title: '对比',
  intro: '并排比较一个模型的多个版本。',
  none: { title: '没有选择要对比的版本', body: '打开一个模型，勾选其中两到六个版本。', action: '查看模型' },
  chosen: '参与对比的版本',
  takeAway: (number) => `移除版本 ${number}`,
  otherTestSets: {
    title: '这些版本是在不同样本上测量的',
    cure: '其数值不能直接比较。请用最新数据重新评估较旧的版本。',
  },
  mainFigureSummary: (best, value) => `${best} 最好，为 ${value}。横条为 95% 区间。`,
  gain: '相同样本上的提升',
  gainSummary: '若区间包含 0，则两者可能一样好。',
  against: (version, against) => `${version} 对 ${against}`,
  figures: '数值',
  best: '其中最好',
  measure: {
    examples: '测试样本',
    parameters: '参数量',
    size: '文件',
    training: '训练用时',
    gates: '门槛',
  },
  learning: '学习过程',
  learningSummary: '在验证样本上；没有验证样本时为训练样本。',
  configuration: '如何训练而成',
  sameConfiguration: '它们的训练方式完全相同。',
  setting: '设置',
};
