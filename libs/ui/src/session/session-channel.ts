/** What the tabs of a browser tell each other. */
export type SessionNews = 'signed-in' | 'signed-out';

export interface SessionChannel {
  readonly tell: (news: SessionNews) => void;
  readonly close: () => void;
}

const NAME = 'lintel-session';

/** @param onNews hears what happens in other tabs of this app, never what this one tells */
export function openSessionChannel(onNews: (news: SessionNews) => void): SessionChannel {
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (data === 'signed-in' || data === 'signed-out') onNews(data);
  };
  return { tell: (news) => channel.postMessage(news), close: () => channel.close() };
}
