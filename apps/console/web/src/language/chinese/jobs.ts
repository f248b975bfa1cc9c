import { type jobs as english } from '../english/jobs';

export const jobs: typeof english = {
  title: '任务',
  intro: '训练与评估，最新的在前。',
};
