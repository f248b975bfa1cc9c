import { type Recognition, type RecognitionPage } from '@lintel/ecommerce-contract';
import { type Trouble } from '@lintel/ui';
import { startOfDay, type HistoryFilter } from '../api/client';

/** The recognitions on the screen. */
export interface History {
  readonly items: readonly Recognition[];
  /** Number of recognitions with this filter, including those not loaded; null if a search does not know. */
  readonly total: number | null;
  readonly nextCursor: string | null;
  readonly kind: 'loading' | 'ready' | 'loading-more' | 'failed';
  readonly trouble: Trouble | null;
  /** When the newest were loaded, milliseconds since 1970; null before the first load. */
  readonly gotAtMs: number | null;
  /** Why the newest can't be loaded; null if the list is up to date. */
  readonly stale: Trouble | null;
  /** Ids of those that arrived while the person was watching. */
  readonly fresh: ReadonlySet<string>;
}

export type HistoryAction =
  | { readonly type: 'asked'; readonly more: boolean }
  | { readonly type: 'answered'; readonly page: RecognitionPage; readonly more: boolean; readonly atMs: number }
  | { readonly type: 'refreshed'; readonly page: RecognitionPage; readonly atMs: number }
  | { readonly type: 'grown-stale'; readonly trouble: Trouble }
  | { readonly type: 'failed'; readonly trouble: Trouble }
  | { readonly type: 'removed'; readonly id: string }
  /** A verdict was set. */
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

/** Adds new ones in front and keeps the rest in place, so that the person does not lose their position. */
function refresh(history: History, { items, total, nextCursor }: RecognitionPage): History {
  const known = new Set(history.items.map(({ id }) => id));
  // Those after the last known one are older and moved up after a deletion. Those before it are all new, also between
  // known ones: they began earlier and finished later.
  const overlap = items.findLastIndex(({ id }) => known.has(id));
  const added = (history.nextCursor === null ? items : items.slice(0, overlap + 1)).filter(({ id }) => !known.has(id));
  // No overlap: there are more new ones than fit a page, and the list must not hide the gap.
  const apart = overlap < 0 && nextCursor !== null;
  const fresh = new Set([...history.fresh, ...(apart ? items : added).map(({ id }) => id)]);
  if (apart) return { ...history, items, total, nextCursor, fresh };
  return { ...history, items: [...added, ...withNewer(history.items, items)].sort(newestFirst), total, fresh };
}

/** The same ones in the same order, with updated values. */
function withNewer(known: readonly Recognition[], now: readonly Recognition[]): Recognition[] {
  return known.map((item) => now.find(({ id }) => id === item.id) ?? item);
}

function newestFirst(one: Recognition, other: Recognition): number {
  return Date.parse(other.createdAt) - Date.parse(one.createdAt);
}

/** Whether a recognition matches the filter. */
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

/** The state in the address of the history. */
export interface HistoryPlace {
  readonly filter: HistoryFilter;
  /** The open picture. */
  readonly openId: string | null;
  /** Number of loaded pages. */
  readonly pages: number;
}

/** Maximum number of pages that a reload loads. */
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

/** The address of a place. */
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
