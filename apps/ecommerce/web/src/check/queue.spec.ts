import { type Recognition } from '@lintel/ecommerce-contract';
import { EMPTY_QUEUE, leftToCheck, reduceQueue, type Queue } from './queue';

const recognition = (id: string, className: string | null = null): Recognition =>
  ({ id, verdict: className === null ? null : { className, author: 'Ada', givenAt: '' } }) as Recognition;
const page = (ids: string[], nextCursor: string | null = null) => ({
  items: ids.map((id) => recognition(id)),
  total: ids.length,
  nextCursor,
});
const loaded = (ids: string[], startId: string | null = null): Queue =>
  reduceQueue(EMPTY_QUEUE, { type: 'answered', page: page(ids), startId });
const current = ({ items, index }: Queue): string | undefined => items[index]?.id;

describe('the queue of pictures to check', () => {
  it('starts with the picture in the address, or else with the first', () => {
    expect(current(loaded(['a', 'b', 'c'], 'b'))).toBe('b');
    expect(current(loaded(['a', 'b'], 'gone'))).toBe('a');
  });

  it('advances after a verdict, and returns to the picture whose verdict is withdrawn', () => {
    const judged = reduceQueue(loaded(['a', 'b']), { type: 'judged', recognition: recognition('a', 'boot') });
    expect(current(judged)).toBe('b');
    expect(leftToCheck(judged)).toBe(1);
    const back = reduceQueue(judged, { type: 'judged', recognition: recognition('a') });
    expect(current(back)).toBe('a');
    expect(leftToCheck(back)).toBe(2);
  });

  it('does not advance twice if a verdict arrives after the person has moved on', () => {
    const moved = reduceQueue(loaded(['a', 'b', 'c']), { type: 'moved', by: 1 });
    expect(current(reduceQueue(moved, { type: 'judged', recognition: recognition('a', 'boot') }))).toBe('b');
  });

  it('ends after the last one, and goes back from there', () => {
    const end = reduceQueue(loaded(['a']), { type: 'moved', by: 1 });
    expect(current(end)).toBeUndefined();
    expect(reduceQueue(end, { type: 'moved', by: 1 })).toEqual(end);
    expect(current(reduceQueue(end, { type: 'moved', by: -1 }))).toBe('a');
  });

  it('appends further ones, and none twice', () => {
    const more = reduceQueue(loaded(['a', 'b']), { type: 'more', page: page(['b', 'c']) });
    expect(more.items.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });
});
