import { type Recognition, type RecognitionPage } from '@lintel/ecommerce-contract';
import { type HistoryFilter } from '../api/client';
import { type Trouble } from '../api/trouble';

/** What is on the screen. */
export interface History {
  readonly items: readonly Recognition[];
  /** How many there are with this filter, also beyond those on the screen. */
  readonly total: number;
  readonly nextCursor: string | null;
  readonly kind: 'loading' | 'ready' | 'loading-more' | 'failed';
  readonly trouble: Trouble | null;
}

export type HistoryAction =
  | { readonly type: 'asked'; readonly more: boolean }
  | { readonly type: 'answered'; readonly page: RecognitionPage; readonly more: boolean }
  | { readonly type: 'failed'; readonly trouble: Trouble }
  | { readonly type: 'removed'; readonly id: string }
  | { readonly type: 'restored'; readonly recognition: Recognition };

export const EMPTY_HISTORY: History = { items: [], total: 0, nextCursor: null, kind: 'loading', trouble: null };

export function reduceHistory(history: History, action: HistoryAction): History {
  switch (action.type) {
    case 'asked':
      return action.more ? { ...history, kind: 'loading-more', trouble: null } : EMPTY_HISTORY;
    case 'answered': {
      const { items, total, nextCursor } = action.page;
      const known = action.more ? history.items : [];
      // A deletion on the server may shift a page: nothing is shown twice.
      const added = items.filter(({ id }) => !known.some((item) => item.id === id));
      return { items: [...known, ...added], total, nextCursor, kind: 'ready', trouble: null };
    }
    case 'failed':
      return { ...history, kind: 'failed', trouble: action.trouble };
    case 'removed': {
      const items = history.items.filter(({ id }) => id !== action.id);
      return { ...history, items, total: history.total - (history.items.length - items.length) };
    }
    case 'restored':
      if (history.items.some(({ id }) => id === action.recognition.id)) return history;
      return {
        ...history,
        items: [...history.items, action.recognition].sort(newestFirst),
        total: history.total + 1,
      };
  }
}

function newestFirst(one: Recognition, other: Recognition): number {
  return Date.parse(other.createdAt) - Date.parse(one.createdAt);
}

export function matches({ prediction }: Recognition, { className, unsure }: HistoryFilter): boolean {
  return (className === null || prediction.className === className) && (!unsure || prediction.unsure);
}

/** The filter that an address asks for. */
export function readFilter(parameters: URLSearchParams): HistoryFilter {
  return { className: parameters.get('className'), unsure: parameters.get('unsure') === 'true' };
}

/** The address that asks for a filter. */
export function historyAddress({ className, unsure }: HistoryFilter): string {
  const parameters = new URLSearchParams();
  if (className !== null) parameters.set('className', className);
  if (unsure) parameters.set('unsure', 'true');
  return parameters.size === 0 ? '/history/' : `/history/?${parameters.toString()}`;
}
