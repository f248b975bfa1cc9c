import { createRandom } from '@lintel/contracts';
import { fitOverPrior, predictOverPrior } from './fit-over-prior';
import { type PretrainedClass, type PretrainedClassifier, priorOf } from './pretrained-classifier';
import { anchorsOf } from './prior-anchors';

const SIZE = 16;
const TOTAL = 8;

/** A classifier whose classes each have two features of their own; no backbone is run. */
function classifier(): PretrainedClassifier {
  const dense = new Float32Array(TOTAL * SIZE);
  for (let label = 0; label < TOTAL; label++) {
    dense[label * SIZE + 2 * label] = 3;
    dense[label * SIZE + 2 * label + 1] = 3;
  }
  return { total: TOTAL, dense, bias: new Float32Array(TOTAL), logits: 'logits', backbone: undefined as never };
}

const KNOWN: readonly PretrainedClass[] = [0, 1, 2, 3].map((member) => ({ name: `kind ${member}`, members: [member] }));

/** Pictures of an added class: they look like class 0, but with one feature of class 7. */
function examples(count: number, seed: number) {
  const random = createRandom(seed, 'examples');
  const features = new Float32Array(count * SIZE);
  const labels = Int32Array.from({ length: count }, (_, row) => (row % 2 === 0 ? 0 : 4));
  labels.forEach((label, row) => {
    for (let at = 0; at < SIZE; at++) features[row * SIZE + at] = 0.2 * random.next();
    features[row * SIZE]! += 1.5;
    if (label === 4) features[row * SIZE + 15]! += 1.5;
  });
  return { features, labels, added: 1 };
}

const rowOf = (values: Float32Array, row: number): number[] => [...values.subarray(row * 5, (row + 1) * 5)];

describe('a fit over what a pretrained classifier knows', () => {
  const given = classifier();

  it('tells an added class from the known one that it looks like', async () => {
    const { model } = await fitOverPrior(given, KNOWN, examples(24, 1), { seed: 1 });
    const { features, labels } = examples(40, 2);
    const answers = predictOverPrior(model, features, priorOf(given, KNOWN, features));
    labels.forEach((label, row) => {
      const own = rowOf(answers, row);
      expect(own.indexOf(Math.max(...own))).toBe(label);
    });
  });

  it('does not forget a class of which it sees no picture', async () => {
    const train = examples(60, 1);
    const { model } = await fitOverPrior(given, KNOWN, train, { seed: 1 });
    const mean = new Float32Array(SIZE);
    train.features.forEach((value, at) => (mean[at % SIZE]! += value / 60));
    // Nearer to the examples than the anchors of the fit are.
    const anchors = anchorsOf(given, KNOWN.slice(1), mean);
    const typical = anchors.map((value, at) => 0.5 * (value + mean[at % SIZE]!));
    const answers = predictOverPrior(model, typical, priorOf(given, KNOWN, typical));
    for (const kind of [1, 2, 3]) {
      const own = rowOf(answers, kind - 1);
      expect(own.indexOf(Math.max(...own))).toBe(kind);
    }
  });

  it('refuses examples of one class', async () => {
    const { features } = examples(6, 1);
    const alone = { features, labels: new Int32Array(6), added: 1 };
    await expect(fitOverPrior(given, KNOWN, alone, { seed: 1 })).rejects.toMatchObject({ code: 'DATASET_INVALID' });
  });
});
