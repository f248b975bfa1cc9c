import { balance, type HeldPartition } from './balance';

const topic = (name: string, owners: (string | null)[]): HeldPartition[] =>
  owners.map((owner, partition) => ({ topic: name, partition, owner }));
const member = (id: string, ...topics: string[]) => ({ id, topics });

describe('balance', () => {
  it('shares the partitions evenly', () => {
    expect(balance(topic('t', [null, null, null, null]), [member('a', 't'), member('b', 't')]).sort()).toEqual([
      'a',
      'a',
      'b',
      'b',
    ]);
  });

  it('moves as few as possible when a member joins', () => {
    const after = balance(
      topic('t', ['a', 'a', 'a', 'b', 'b', 'b']),
      ['a', 'b', 'c'].map((id) => member(id, 't')),
    );
    expect(after).toEqual(['a', 'a', 'c', 'b', 'b', 'c']);
  });

  it('moves the partitions of a member that left to the remaining ones', () => {
    const after = balance(topic('t', ['a', 'gone', 'gone', 'gone']), [member('a', 't'), member('b', 't')]);
    expect(after[0]).toBe('a');
    expect(after.sort()).toEqual(['a', 'a', 'b', 'b']);
  });

  it('keeps an uneven share where it is', () => {
    const held = topic('t', ['a', 'b', 'b']);
    expect(balance(held, [member('a', 't'), member('b', 't')])).toEqual(['a', 'b', 'b']);
  });

  it('spreads topics of one partition over the members, and gives a topic to its readers alone', () => {
    const held = [...topic('t', [null]), ...topic('u', [null]), ...topic('w', [null])];
    const after = balance(held, [member('a', 't', 'u'), member('b', 't', 'u')]);
    expect(new Set(after.slice(0, 2)).size).toBe(2);
    expect(after[2]).toBeNull();
  });
});
