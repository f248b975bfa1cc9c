import { type drift as english } from '../english/drift';

export const drift: typeof english = {
  title: '漂移',
  intro: '输入是否仍与模型学习时的数据相似。',
};
