import { type compare as english } from '../english/compare';

export const compare: typeof english = {
  title: '对比',
  intro: '并排比较一个模型的多个版本。',
};
