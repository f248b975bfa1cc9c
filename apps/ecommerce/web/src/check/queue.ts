import { type Recognition, type RecognitionPage } from '@lintel/ecommerce-contract';
import { type Trouble } from '@lintel/ui';

/** Pictures to check, one after another. */
export interface Queue {
  readonly kind: 'loading' | 'ready' | 'failed';
  readonly items: readonly Recognition[];
  /** Index of the current one; the number of items if all have been seen. */
  readonly index: number;
  readonly nextCursor: string | null;
  readonly trouble: Trouble | null;
}

export type QueueAction =
  | { readonly type: 'asked' }
  /** @param startId the first one, from the address */
  | { readonly type: 'answered'; readonly page: RecognitionPage; readonly startId: string | null }
  | { readonly type: 'more'; readonly page: RecognitionPage }
  | { readonly type: 'failed'; readonly trouble: Trouble }
  /** A verdict was set or withdrawn. */
  | { readonly type: 'judged'; readonly recognition: Recognition }
  | { readonly type: 'moved'; readonly by: 1 | -1 };

export const EMPTY_QUEUE: Queue = { kind: 'loading', items: [], index: 0, nextCursor: null, trouble: null };

export function reduceQueue(queue: Queue, action: QueueAction): Queue {
  switch (action.type) {
    case 'asked':
      return EMPTY_QUEUE;
    case 'answered': {
      const { items, nextCursor } = action.page;
      const index = Math.max(0, items.findIndex(({ id }) => id === action.startId)); // prettier-ignore
      return { kind: 'ready', items, index, nextCursor, trouble: null };
    }
    case 'more': {
      const added = action.page.items.filter(({ id }) => !queue.items.some((item) => item.id === id));
      return { ...queue, items: [...queue.items, ...added], nextCursor: action.page.nextCursor };
    }
    case 'failed':
      return { ...queue, kind: queue.items.length === 0 ? 'failed' : queue.kind, trouble: action.trouble };
    case 'judged': {
      const at = queue.items.findIndex(({ id }) => id === action.recognition.id);
      if (at < 0) return queue;
      const items = queue.items.with(at, action.recognition);
      // A verdict leads to the next one; withdrawing one leads back to its picture.
      return { ...queue, items, index: action.recognition.verdict === null ? at : Math.max(queue.index, at + 1) };
    }
    case 'moved':
      return { ...queue, index: Math.min(queue.items.length, Math.max(0, queue.index + action.by)) };
  }
}

/** Number of loaded pictures without a verdict. */
export function leftToCheck({ items }: Queue): number {
  return items.filter(({ verdict }) => verdict === null).length;
}
