import { type Locale } from '../../language/locale';

const english = {
  likeliest: 'Most likely classes',
  unsure: 'Unsure',
  unsureHint: 'Its best answer is not likely enough: a person should look.',
  classes: 'Classes',
  unsureBelow: 'Unsure below',
  className: 'Class',
  classesCaption: 'Examples per class in the training, validation and test sets.',
  total: 'Total',
  split: 'Split',
};

const chinese: typeof english = {
  likeliest: '最可能的类别',
  unsure: '不确定',
  unsureHint: '最可能的结果仍不够可靠，需要人工查看。',
  classes: '类别',
  unsureBelow: '低于此概率为不确定',
  className: '类别',
  classesCaption: '每个类别的样本数：训练、验证、测试。',
  total: '合计',
  split: '各部分',
};

/** The texts of answers with classes, for every task that has them. */
export const CLASSIFICATION_WORDS: Readonly<Record<Locale, typeof english>> = { en: english, 'zh-CN': chinese };
