import { BroadcastChannel } from 'node:worker_threads';

/** jsdom has no channel between tabs; Node's is one. */
export function giveChannel(): void {
  Object.assign(globalThis, { BroadcastChannel });
}

/** A message from another tab of the app. */
export function otherTabSays(news: string): void {
  const channel = new BroadcastChannel('lintel-session');
  channel.postMessage(news);
  setTimeout(() => channel.close(), 200);
}
