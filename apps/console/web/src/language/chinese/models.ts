import { type models as english } from '../english/models';

export const models: typeof english = {
  title: '模型',
  intro: '正在使用的、正在挑战的，以及过去的版本。',
};
