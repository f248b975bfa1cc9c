import { LintelError } from '@lintel/contracts';
import type { EventStream, StreamRecord } from '../event-stream';
import { recordBytes } from '../record-size';
import { isStorableText } from '../storable-text';
import { buryRecord } from './bury-record';
import { deadLetterOf, deadRecord } from './failed-record';
import { cutLetter } from './letter-cut';
import { RetryTopics } from './retry-topics';

const topics = new RetryTopics('group', [100]);
const record = (change: Partial<StreamRecord> = {}) => ({
  topic: 'events',
  partition: 2,
  offset: 5,
  timestampMs: 0,
  key: 'k',
  value: Buffer.from('{}'),
  headers: { ce_id: '1', ce_type: 'a.b.v1', trace: 't' },
  ...change,
});
const letterOf = (change: Partial<StreamRecord>, error: unknown = new Error('no')) =>
  deadRecord(topics.deadLetters, record(change), error, 1);
const read = (letter: StreamRecord) => deadLetterOf({ ...record(), ...letter });
const from = { topic: 'events', partition: 2, offset: 5 };

describe('a dead letter', () => {
  it('is kept whole where it fits', () => {
    const letter = letterOf({});
    expect(cutLetter(letter, 10_000)).toBe(letter);
  });

  it.each<[string, Partial<StreamRecord>, RegExp]>([
    ['long foreign headers', { headers: { ...record().headers, baggage: 'b'.repeat(20_000) } }, /1 headers left out/],
    ['its value', { value: Buffer.alloc(20_000) }, /value of 20000 bytes left out/],
    ['long attributes', { headers: { ce_id: 'é'.repeat(20_000), ce_type: 'a.b.v1' } }, /ce_id cut/],
    ['a long key', { key: '😀'.repeat(20_000) }, /key cut/],
    [
      'headers without number',
      { headers: Object.fromEntries([...Array(20_000).keys()].map((n) => [`h${n}`, ''])) },
      /left out/,
    ],
    [
      'attributes without number',
      { headers: Object.fromEntries([...Array(20_000).keys()].map((n) => [`ce_${n}`, 'x'])) },
      /left out/,
    ],
    [
      'headers with our prefix that a stranger made up',
      { headers: Object.fromEntries([...Array(20_000).keys()].map((n) => [`lintel-${n}`, 'x'])) },
      /left out/,
    ],
    ['headers of ours of any length', { headers: { 'lintel-edited-by': 'x'.repeat(50_000) } }, /left out/],
  ])('loses %s where it does not fit, and says so', (_, change, note) => {
    const cut = cutLetter(letterOf(change), 10_000);
    expect(recordBytes(cut)).toBeLessThanOrEqual(10_000);
    expect(cut.headers['lintel-cut']).toMatch(note);
    expect(read(cut)).toMatchObject({ ...from, code: 'INTERNAL', message: 'no' });
    for (const text of [cut.key ?? '', ...Object.values(cut.headers)]) expect(isStorableText(text)).toBe(true);
  });

  it('contains nothing that an engine cannot store, whatever the error says', () => {
    const words = new Error(`\0${'x'.repeat(998)}😀`);
    const letter = letterOf({ key: 'a\0b', headers: { 'a\0b': 'half \ud800' } }, words);
    for (const text of [letter.key!, ...Object.entries(letter.headers).flat()]) expect(isStorableText(text)).toBe(true);
    expect(read(letter).message).toMatch(/^␀x+/);
  });

  it('is published however little the broker accepts, and to topics that were deleted', async () => {
    const sent: StreamRecord[] = [];
    let created = 0;
    const stream = (most: number): EventStream =>
      ({
        createTopics: () => Promise.resolve((created += 1)),
        publish: ([one]: StreamRecord[]) => {
          if (created === 0) throw new LintelError('TOPIC_MISSING', { problem: 'Gone.', cure: 'Create it.' });
          if (recordBytes(one!) > most) throw new Error('MESSAGE_TOO_LARGE');
          sent.push(one!);
          return Promise.resolve();
        },
      }) as unknown as EventStream;
    const letter = letterOf({ value: Buffer.alloc(900_000), headers: { ce_id: 'x'.repeat(90_000) } });
    for (const most of [2_000_000, 500_000, 50_000, 5_000, 1_000]) await buryRecord(stream(most), topics, letter);
    expect(created).toBe(1);
    expect(sent.map((one) => read(one))).toEqual(Array(5).fill(expect.objectContaining(from)));
    const isWhole = sent.map(({ value }) => value !== null);
    expect(isWhole).toEqual([true, false, false, false, false]);
  });
});
