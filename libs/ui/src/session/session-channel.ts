/** The messages between the tabs of a browser. */
export type SessionNews = 'signed-in' | 'signed-out';

export interface SessionChannel {
  readonly tell: (news: SessionNews) => void;
  readonly close: () => void;
}

const NAME = 'lintel-session';

/** @param onNews receives the messages of other tabs of this app, never those of this tab */
export function openSessionChannel(onNews: (news: SessionNews) => void): SessionChannel {
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (data === 'signed-in' || data === 'signed-out') onNews(data);
  };
  return { tell: (news) => channel.postMessage(news), close: () => channel.close() };
}
