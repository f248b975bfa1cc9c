import { type Recognition, type RecognitionPage } from '@lintel/ecommerce-contract';
import { type Trouble } from '@lintel/ui';
import { startOfDay, type HistoryFilter } from '../api/client';

/** What is on the screen. */
export interface History {
  readonly items: readonly Recognition[];
  /** How many there are with this filter, also beyond those on the screen; null while a search does not know. */
  readonly total: number | null;
  readonly nextCursor: string | null;
  readonly kind: 'loading' | 'ready' | 'loading-more' | 'failed';
  readonly trouble: Trouble | null;
  /** When the newest were got, milliseconds since 1970; null while there are none. */
  readonly gotAtMs: number | null;
  /** Why there may be newer ones that can't be had; null where what is shown is as the server has it. */
  readonly stale: Trouble | null;
  /** Ids of those that came while somebody looked. */
  readonly fresh: ReadonlySet<string>;
}

export type HistoryAction =
  | { readonly type: 'asked'; readonly more: boolean }
  | { readonly type: 'answered'; readonly page: RecognitionPage; readonly more: boolean; readonly atMs: number }
  | { readonly type: 'refreshed'; readonly page: RecognitionPage; readonly atMs: number }
  | { readonly type: 'grown-stale'; readonly trouble: Trouble }
  | { readonly type: 'failed'; readonly trouble: Trouble }
  | { readonly type: 'removed'; readonly id: string }
  /** Somebody has said what it is. */
  | { readonly type: 'replaced'; readonly recognition: Recognition }
  | { readonly type: 'restored'; readonly recognition: Recognition };

export const NO_FILTER: HistoryFilter = {
  className: null,
  unsure: false,
  checked: null,
  search: '',
  from: null,
  to: null,
};

export const EMPTY_HISTORY: History = {
  items: [],
  total: 0,
  nextCursor: null,
  kind: 'loading',
  trouble: null,
  gotAtMs: null,
  stale: null,
  fresh: new Set(),
};

export function reduceHistory(history: History, action: HistoryAction): History {
  switch (action.type) {
    case 'asked':
      return action.more ? { ...history, kind: 'loading-more', trouble: null } : EMPTY_HISTORY;
    case 'answered': {
      const { items, total, nextCursor } = action.page;
      const known = action.more ? history.items : [];
      // A deletion on the server may shift a page: nothing is shown twice.
      const added = items.filter(({ id }) => !known.some((item) => item.id === id));
      const gotAtMs = action.more ? history.gotAtMs : action.atMs;
      return { ...history, items: [...known, ...added], total, nextCursor, kind: 'ready', trouble: null, gotAtMs };
    }
    case 'refreshed':
      return { ...refresh(history, action.page), gotAtMs: action.atMs, stale: null };
    case 'grown-stale':
      return { ...history, stale: action.trouble };
    case 'failed':
      return { ...history, kind: 'failed', trouble: action.trouble };
    case 'removed': {
      const items = history.items.filter(({ id }) => id !== action.id);
      return { ...history, items, total: plus(history.total, items.length - history.items.length) };
    }
    case 'replaced':
      return { ...history, items: withNewer(history.items, [action.recognition]) };
    case 'restored':
      if (history.items.some(({ id }) => id === action.recognition.id)) return history;
      return {
        ...history,
        items: [...history.items, action.recognition].sort(newestFirst),
        total: plus(history.total, 1),
      };
  }
}

function plus(total: number | null, change: number): number | null {
  return total === null ? null : total + change;
}

/** Puts what is new in front and keeps the rest in its place, so that nobody loses what they look at. */
function refresh(history: History, { items, total, nextCursor }: RecognitionPage): History {
  const known = new Set(history.items.map(({ id }) => id));
  // Behind the last known one lie older ones, which a deletion moved up. Before it all are new: also those between,
  // which began earlier and were ready later.
  const overlap = items.findLastIndex(({ id }) => known.has(id));
  const added = (history.nextCursor === null ? items : items.slice(0, overlap + 1)).filter(({ id }) => !known.has(id));
  // Nothing in common: there are more new ones than fit a page, and a gap must not show as none.
  const apart = overlap < 0 && nextCursor !== null;
  const fresh = new Set([...history.fresh, ...(apart ? items : added).map(({ id }) => id)]);
  if (apart) return { ...history, items, total, nextCursor, fresh };
  return { ...history, items: [...added, ...withNewer(history.items, items)].sort(newestFirst), total, fresh };
}

/** The same ones in their order, as they are now. */
function withNewer(known: readonly Recognition[], now: readonly Recognition[]): Recognition[] {
  return known.map((item) => now.find(({ id }) => id === item.id) ?? item);
}

function newestFirst(one: Recognition, other: Recognition): number {
  return Date.parse(other.createdAt) - Date.parse(one.createdAt);
}

/** Whether a recognition belongs to what the filter shows. */
export function matches(
  { prediction, verdict, fileName, createdAt }: Recognition,
  { className, unsure, checked, search, from, to }: HistoryFilter,
): boolean {
  const words = search.trim().toLowerCase();
  const texts = [fileName, prediction.className, verdict?.className ?? ''];
  return (
    (className === null || prediction.className === className) &&
    (!unsure || prediction.unsure) &&
    (checked === null || (verdict !== null) === checked) &&
    (words === '' || texts.some((text) => text.toLowerCase().includes(words))) &&
    (from === null || createdAt >= startOfDay(from)) &&
    (to === null || createdAt < startOfDay(to, 1))
  );
}

/** What the address of the history says. */
export interface HistoryPlace {
  readonly filter: HistoryFilter;
  /** The picture that is open. */
  readonly openId: string | null;
  /** How many pages are on the screen. */
  readonly pages: number;
}

/** A reload asks for so many pages at most. */
const MOST_PAGES = 20;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function readPlace(parameters: URLSearchParams): HistoryPlace {
  const checked = parameters.get('checked');
  const day = (name: string): string | null => {
    const value = parameters.get(name) ?? '';
    return DAY.test(value) && !Number.isNaN(Date.parse(value)) ? value : null;
  };
  const pages = Number(parameters.get('pages') ?? 1);
  return {
    filter: {
      className: parameters.get('className'),
      unsure: parameters.get('unsure') === 'true',
      checked: checked === 'true' || checked === 'false' ? checked === 'true' : null,
      search: (parameters.get('search') ?? '').slice(0, 100),
      from: day('from'),
      to: day('to'),
    },
    openId: parameters.get('id'),
    pages: Number.isInteger(pages) ? Math.min(MOST_PAGES, Math.max(1, pages)) : 1,
  };
}

/** The address that shows a place. */
export function addressOfPlace({ filter, openId, pages }: HistoryPlace): string {
  const { className, unsure, checked, search, from, to } = filter;
  const parameters = new URLSearchParams();
  if (className !== null) parameters.set('className', className);
  if (unsure) parameters.set('unsure', 'true');
  if (checked !== null) parameters.set('checked', String(checked));
  if (search !== '') parameters.set('search', search);
  if (from !== null) parameters.set('from', from);
  if (to !== null) parameters.set('to', to);
  if (pages > 1) parameters.set('pages', String(pages));
  if (openId !== null) parameters.set('id', openId);
  return parameters.size === 0 ? '/history/' : `/history/?${parameters.toString()}`;
}

export function isFiltered(filter: HistoryFilter): boolean {
  return addressOfPlace({ filter, openId: null, pages: 1 }) !== '/history/';
}
