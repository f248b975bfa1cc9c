import { createRandom } from '@lintel/contracts';
import { type SplitExamples } from './split-dataset';
import { splitLabelSets } from './split-label-sets';
import { PARTS } from './split-shares';

const NAMES = ['common', 'half', 'rare', 'rarest'];
const SHARES = { validation: 0.1, test: 0.2, seed: 3 };

/** 200 examples: all but 20 have `common`, half have `half`, six `rare` and three `rarest`. */
function examples(groups?: readonly string[]): SplitExamples {
  const size = 200;
  const random = createRandom(1, 'sets');
  const labelSets = new Uint8Array(size * NAMES.length);
  for (let at = 0; at < size; at++) {
    labelSets.set([at >= 20 ? 1 : 0, random.int(2), at % 33 === 5 ? 1 : 0, at % 66 === 7 ? 1 : 0], at * NAMES.length);
  }
  return { size, labels: new Int32Array(size), labelSets, classNames: NAMES, ...(groups ? { groups } : {}) };
}

const countOf = ({ labelSets }: SplitExamples, indices: Int32Array, label: number): number =>
  indices.reduce((sum, index) => sum + labelSets![index * NAMES.length + label]!, 0);

describe('splitLabelSets', () => {
  it('keeps a label that only three examples have in all three parts, and the shares of common ones', () => {
    const all = examples();
    const parts = splitLabelSets(all, SHARES);
    expect(PARTS.map((part) => parts[part].length)).toEqual([140, 20, 40]);
    expect(PARTS.map((part) => countOf(all, parts[part], 3))).toEqual([1, 1, 1]);
    expect(PARTS.map((part) => countOf(all, parts[part], 2))).toEqual([4, 1, 1]);
    expect(Math.abs(countOf(all, parts.test, 0) - 36)).toBeLessThanOrEqual(1);
  });

  it('puts every example into one part, and the same ones under the same seed', () => {
    const one = splitLabelSets(examples(), SHARES);
    const every = PARTS.flatMap((part) => [...one[part]]).sort((a, b) => a - b);
    expect(every).toEqual(Array.from({ length: 200 }, (_, at) => at));
    expect(splitLabelSets(examples(), SHARES)).toEqual(one);
    expect(splitLabelSets(examples(), { ...SHARES, seed: 4 })).not.toEqual(one);
  });

  it('never separates a group', () => {
    const groups = Array.from({ length: 200 }, (_, at) => `person ${at >> 2}`);
    const parts = splitLabelSets(examples(groups), SHARES);
    const seen = PARTS.map((part) => new Set([...parts[part]].map((index) => groups[index])));
    expect(new Set(seen.flatMap((set) => [...set])).size).toBe(seen.reduce((sum, set) => sum + set.size, 0));
    expect(parts.test.length).toBeGreaterThan(30);
  });

  it('refuses groups that are too large for three parts', () => {
    const groups = Array.from({ length: 200 }, (_, at) => `lot ${at % 2}`);
    expect(() => splitLabelSets(examples(groups), SHARES)).toThrow(
      expect.objectContaining({ code: 'DATASET_INVALID' }) as Error,
    );
  });
});
