import { type schedules as english } from '../english/schedules';

export const schedules: typeof english = {
  title: '定时计划',
  intro: '按时间自动启动的任务。',
};
