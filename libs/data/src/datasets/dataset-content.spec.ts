import { createHash } from 'node:crypto';
import { type Label } from '@lintel/contracts';
import {
  addCounts,
  addExamples,
  contentHashOf,
  labelledExamples,
  testSetHashOf,
  totalsOf,
  type DatasetContent,
} from './dataset-content';

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
/** With a test share of 0.5, a picture with 'f' is in the training part and one with '0' in the test part. */
const picture = (start: string): string => start.padEnd(64, '7');
const label = (sequence: number, inputSha256: string, className: string | null): Label => ({
  sequence,
  id: uuid(sequence),
  modelName: 'shop.goods',
  predictionId: String(sequence),
  task: 'image-classification',
  inputSha256,
  predicted: { className: 'Coat' },
  target: className === null ? null : { className },
  author: 'Ada',
  givenAt: '2026-01-01T00:00:00.000Z',
});

const content = (labels: Label[], changes: Partial<DatasetContent> = {}): DatasetContent => ({
  base: { name: 'base', contentHash: 'a'.repeat(64), licence: 'MIT', source: 'here', stored: false },
  split: { seed: 1, validation: 0.1, test: 0.5 },
  classNames: ['Coat', 'Bag'],
  items: labelledExamples(labels, 0.5),
  ...changes,
});

const labels = [label(1, picture('f1'), 'Coat'), label(2, picture('0a'), 'Bag'), label(3, picture('f2'), 'Bag')];

describe('the content of a dataset version', () => {
  it('holds one example an input: the newest label counts, one that was taken back does not', () => {
    const twice = [...labels, label(4, picture('f1'), 'Bag'), label(5, picture('f3'), null)];
    for (const order of [twice, [...twice].reverse()]) {
      expect(labelledExamples(order, 0.5)).toEqual([
        { labelId: uuid(2), inputSha256: picture('0a'), target: { className: 'Bag' }, part: 'test' },
        { labelId: uuid(4), inputSha256: picture('f1'), target: { className: 'Bag' }, part: 'train' },
        { labelId: uuid(3), inputSha256: picture('f2'), target: { className: 'Bag' }, part: 'train' },
      ]);
    }
  });

  it('has the same hash for every order of the labels, and another after any change', () => {
    const hash = contentHashOf(content(labels));
    expect(contentHashOf(content([...labels].reverse()))).toBe(hash);
    const split = { seed: 1, validation: 0.1, test: 0.5 };
    const changed = [
      content(labels.slice(1)),
      content([...labels.slice(1), label(1, picture('f1'), 'Bag')]),
      content([...labels.slice(1), label(4, picture('f1'), 'Coat')]),
      content(labels, { split: { ...split, seed: 2 } }),
      content(labels, { split: { ...split, validation: 0.2 } }),
      content(labels, { classNames: ['Bag', 'Coat'] }),
      content(labels, { base: { ...content(labels).base, contentHash: 'b'.repeat(64) } }),
    ];
    expect(new Set([hash, ...changed.map(contentHashOf)]).size).toBe(changed.length + 1);
  });

  it('keeps the hash of the test set while only what is trained on changes', () => {
    const hash = testSetHashOf(content(labels));
    expect(testSetHashOf(content([...labels, label(4, picture('f9'), 'Coat')]))).toBe(hash);
    expect(testSetHashOf(content([...labels, label(4, picture('0a'), 'Bag')]))).toBe(hash);
    expect(testSetHashOf(content([...labels, label(4, picture('0b'), 'Bag')]))).not.toBe(hash);
    expect(testSetHashOf(content([...labels, label(4, picture('0a'), 'Coat')]))).not.toBe(hash);
  });

  it('counts base and labels together, and leaves the counts of the base as they are', () => {
    const base = { train: { Coat: 5 }, validation: { Coat: 1 }, test: { Coat: 2 } };
    expect(addCounts(base, labelledExamples(labels, 0.5))).toEqual({
      train: { Coat: 6, Bag: 1 },
      validation: { Coat: 1 },
      test: { Coat: 2, Bag: 1 },
    });
    expect(base.train).toEqual({ Coat: 5 });
  });

  it('has the hash that it had when every label was the class of a picture', () => {
    const base = { name: 'base', contentHash: 'a'.repeat(64), licence: 'MIT', source: 'here', stored: false };
    const split = { seed: 1, validation: 0.1, test: 0.5 };
    const earlier = [base.contentHash, 1, 0.1, 0.5, ['Coat', 'Bag'], [[picture('f1'), 'Coat', 'train', uuid(1)]]];
    const expected = createHash('sha256').update(JSON.stringify(earlier)).digest('hex');
    expect(contentHashOf(content(labels.slice(0, 1), { base, split }))).toBe(expected);
  });

  it('counts values by part alone, and tells one value from another', () => {
    const value = (sequence: number, start: string, target: number): Label => ({
      ...label(sequence, picture(start), null),
      task: 'tabular-regression',
      predicted: { value: 1 },
      target: { value: target },
    });
    const none = { train: {}, validation: {}, test: {} };
    const items = labelledExamples([value(1, 'f1', 5), value(2, '0a', 6)], 0.5);
    expect(addCounts(none, items)).toEqual(none);
    expect(addExamples({ train: 10, validation: 0, test: 2 }, items)).toEqual({ train: 11, validation: 0, test: 3 });
    expect(totalsOf({ train: { Coat: 5, Bag: 1 }, validation: {}, test: { Bag: 2 } })).toEqual({
      train: 6,
      validation: 0,
      test: 2,
    });
    expect(contentHashOf(content([value(1, 'f1', 5)]))).not.toBe(contentHashOf(content([value(1, 'f1', 6)])));
  });
});
