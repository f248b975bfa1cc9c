import { type streams as english } from '../english/streams';

export const streams: typeof english = {
  title: '事件流',
  intro: '主题、消费者组，以及被放弃的事件。',
};
