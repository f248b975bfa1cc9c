import { type version as english } from '../english/version';

export const version: typeof english = {
  title: '版本',
  intro: '一个训练好的模型：有多好，从何而来。',
};
