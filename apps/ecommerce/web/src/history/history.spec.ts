import { type Recognition } from '@lintel/ecommerce-contract';
import { startOfDay } from '../api/client';
import {
  addressOfPlace,
  EMPTY_HISTORY,
  isFiltered,
  matches,
  NO_FILTER,
  readPlace,
  reduceHistory,
  type History,
  type HistoryPlace,
} from './history';

const recognition = (id: string, minute: number, prediction = { className: 'boot', unsure: false }): Recognition =>
  ({ id, createdAt: `2026-01-01T10:${String(minute).padStart(2, '0')}:00Z`, prediction, verdict: null }) as Recognition;
const page = (items: Recognition[], total = items.length, nextCursor: string | null = null) => ({
  items,
  total,
  nextCursor,
});
const shown = (items: Recognition[], total = items.length): History =>
  reduceHistory(EMPTY_HISTORY, { type: 'answered', more: false, page: page(items, total), atMs: 1 });
const ids = ({ items }: History): string[] => items.map(({ id }) => id);

describe('the history on the screen', () => {
  it('appends a further page, and shows nothing twice', () => {
    const first = shown([recognition('c', 3), recognition('b', 2)], 3);
    const more = reduceHistory(first, {
      type: 'answered',
      more: true,
      page: page([recognition('b', 2), recognition('a', 1)], 3),
      atMs: 2,
    });
    expect(ids(more)).toEqual(['c', 'b', 'a']);
  });

  it('clears the list when it is loaded again, and keeps it when more is loaded', () => {
    const history = shown([recognition('a', 1)]);
    expect(reduceHistory(history, { type: 'asked', more: false })).toEqual(EMPTY_HISTORY);
    expect(ids(reduceHistory(history, { type: 'asked', more: true }))).toEqual(['a']);
  });

  it('keeps the list if more can’t be loaded', () => {
    const failed = reduceHistory(shown([recognition('a', 1)]), { type: 'failed', trouble: { reason: 'away' } });
    expect(ids(failed)).toEqual(['a']);
    expect(failed.kind).toBe('failed');
  });

  it('puts a restored picture back in its place, once', () => {
    const before = shown([recognition('c', 3), recognition('b', 2), recognition('a', 1)]);
    const removed = reduceHistory(before, { type: 'removed', id: 'b' });
    expect(ids(removed)).toEqual(['c', 'a']);
    expect(removed.total).toBe(2);

    const restored = reduceHistory(removed, { type: 'restored', recognition: recognition('b', 2) });
    expect(ids(restored)).toEqual(['c', 'b', 'a']);
    expect(restored.total).toBe(3);
    expect(reduceHistory(restored, { type: 'restored', recognition: recognition('b', 2) })).toBe(restored);
  });

  it('shows a verdict on a picture in its place, and receives those of others with the next update', () => {
    const verdict = { className: 'bag', author: 'Ada', givenAt: '2026-01-01T11:00:00Z' };
    const before = shown([recognition('b', 2), recognition('a', 1)]);
    const replaced = reduceHistory(before, { type: 'replaced', recognition: { ...recognition('b', 2), verdict } });
    expect(replaced.items.map((item) => item.verdict)).toEqual([verdict, null]);
    const refreshed = reduceHistory(replaced, {
      type: 'refreshed',
      page: page([recognition('b', 2), { ...recognition('a', 1), verdict }]),
      atMs: 2,
    });
    expect(refreshed.items.map((item) => item.verdict)).toEqual([null, verdict]);
  });

  it('does not decrease the count for a picture that it never showed', () => {
    expect(reduceHistory(shown([recognition('a', 1)], 9), { type: 'removed', id: 'x' }).total).toBe(9);
  });
});

describe('the live history', () => {
  const refreshed = (history: History, ...items: Recognition[]) =>
    reduceHistory(history, { type: 'refreshed', page: page(items, 9, 'more'), atMs: 2 });

  it('puts new pictures in front, marks them, and keeps what was loaded', () => {
    const history = refreshed(
      shown([recognition('b', 2), recognition('a', 1)]),
      recognition('c', 3),
      recognition('b', 2),
    );
    expect(ids(history)).toEqual(['c', 'b', 'a']);
    expect([...history.fresh]).toEqual(['c']);
    expect(history).toMatchObject({ total: 9, nextCursor: null });
  });

  it('shows no gap if more arrived than fit a page: the older ones are loaded again', () => {
    const history = refreshed(shown([recognition('a', 1)]), recognition('z', 9), recognition('y', 8));
    expect(ids(history)).toEqual(['z', 'y']);
    expect(history.nextCursor).toBe('more');
  });

  it('treats a late answer between known ones as new, and an older one that moved up after a deletion as known', () => {
    const before = { ...shown([recognition('d', 4), recognition('b', 2)]), nextCursor: 'more' };
    const history = refreshed(
      before,
      recognition('d', 4),
      recognition('c', 3),
      recognition('b', 2),
      recognition('a', 1),
    );
    expect(ids(history)).toEqual(['d', 'c', 'b']);
    expect([...history.fresh]).toEqual(['c']);
  });

  it('says since when it may be out of date, until it is brought up to date', () => {
    const stale = reduceHistory(shown([recognition('a', 1)]), { type: 'grown-stale', trouble: { reason: 'away' } });
    expect(stale).toMatchObject({ gotAtMs: 1, stale: { reason: 'away' } });
    expect(ids(stale)).toEqual(['a']);
    expect(refreshed(stale, recognition('a', 1))).toMatchObject({ gotAtMs: 2, stale: null });
  });

  it('marks nothing as new after another filter was chosen', () => {
    const history = refreshed(shown([recognition('a', 1)]), recognition('b', 2), recognition('a', 1));
    expect(reduceHistory(history, { type: 'asked', more: false }).fresh.size).toBe(0);
  });
});

describe('the place in the history', () => {
  it.each<HistoryPlace>([
    { filter: NO_FILTER, openId: null, pages: 1 },
    {
      filter: { ...NO_FILTER, className: 'T-shirt & top', unsure: true, checked: true, search: 'a=b & c' },
      openId: 'x',
      pages: 3,
    },
    {
      filter: { ...NO_FILTER, className: '连衣裙', checked: false, from: '2026-03-04', to: '2026-03-05' },
      openId: null,
      pages: 1,
    },
  ])('survives the round trip through the address bar: %j', (place) => {
    expect(readPlace(new URL(addressOfPlace(place), 'http://localhost').searchParams)).toEqual(place);
  });

  it('ignores invalid values in the address', () => {
    const place = readPlace(new URLSearchParams('from=yesterday&to=2026-99-99&pages=-3&checked=perhaps&unsure=1'));
    expect(place).toEqual({ filter: NO_FILTER, openId: null, pages: 1 });
    expect(readPlace(new URLSearchParams('pages=100000')).pages).toBe(20);
  });

  it('says whether anything is filtered', () => {
    expect(isFiltered(NO_FILTER)).toBe(false);
    expect(isFiltered({ ...NO_FILTER, search: 'x' })).toBe(true);
  });
});

describe('the filter', () => {
  const named = (changes: Partial<Recognition>): Recognition => ({
    ...recognition('a', 1),
    fileName: 'Summer.png',
    ...changes,
  });

  it('says whether a picture belongs on the screen', () => {
    const unsureBoot = named({ prediction: { className: 'boot', unsure: true } as Recognition['prediction'] });
    expect(matches(unsureBoot, { ...NO_FILTER, className: 'boot', unsure: true })).toBe(true);
    expect(matches(unsureBoot, { ...NO_FILTER, className: 'bag' })).toBe(false);
    expect(matches(named({}), { ...NO_FILTER, unsure: true })).toBe(false);
    const checked = { ...unsureBoot, verdict: { className: 'bag', author: 'Ada', givenAt: '2026-01-01T11:00:00Z' } };
    expect(matches(checked, { ...NO_FILTER, checked: true })).toBe(true);
    expect(matches(checked, { ...NO_FILTER, checked: false })).toBe(false);
    expect(matches(unsureBoot, { ...NO_FILTER, checked: false })).toBe(true);
    expect(matches(checked, { ...NO_FILTER, search: 'BAG' })).toBe(true);
    expect(matches(checked, { ...NO_FILTER, search: 'summer' })).toBe(true);
    expect(matches(checked, { ...NO_FILTER, search: 'winter' })).toBe(false);
  });

  it('takes a day from midnight to midnight in the reader’s time zone', () => {
    const at = (createdAt: string) => named({ createdAt });
    const day = { ...NO_FILTER, from: '2026-03-04', to: '2026-03-04' };
    const start = Date.parse(startOfDay('2026-03-04'));
    expect(new Date(start).getHours()).toBe(0);
    expect(matches(at(new Date(start).toISOString()), day)).toBe(true);
    expect(matches(at(new Date(start + 24 * 3_600_000 - 1).toISOString()), day)).toBe(true);
    expect(matches(at(new Date(start + 24 * 3_600_000).toISOString()), day)).toBe(false);
    expect(matches(at(new Date(start - 1).toISOString()), day)).toBe(false);
  });
});
