import { type overview as english } from '../english/overview';

export const overview: typeof english = {
  title: '总览',
  intro: '模型、任务和事件流此刻的状态。',
};
