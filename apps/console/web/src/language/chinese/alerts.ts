import { type alerts as english } from '../english/alerts';

export const alerts: typeof english = {
  title: '告警',
  intro: '需要有人查看的事情。',
};
