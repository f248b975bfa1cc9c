import { createRandom } from '@lintel/contracts';
import { ContrastObjective } from './contrast-objective';

const random = createRandom(1, 'contrast');
const normal = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal());

/** The loss of the paper, written as it stands there, for one batch. */
function lossOf(weights: Float32Array, features: Float32Array, labels: readonly number[], size: number): number {
  const inputs = features.length / labels.length;
  const unit = labels.map((_, row) => {
    const vector = Array.from({ length: size }, (__, to) =>
      Array.from({ length: inputs }, (___, at) => features[row * inputs + at]! * weights[at * size + to]!).reduce(
        (sum, value) => sum + value,
      ),
    );
    const length = Math.hypot(...vector);
    return vector.map((value) => value / length);
  });
  const similarity = (one: number, other: number): number =>
    unit[one]!.reduce((sum, value, at) => sum + value * unit[other]![at]!, 0) / 0.1;
  const losses = labels.flatMap((label, row) => {
    const others = labels.map((_, at) => at).filter((at) => at !== row);
    const same = others.filter((at) => labels[at] === label);
    if (same.length === 0) return [];
    const total = Math.log(others.reduce((sum, at) => sum + Math.exp(similarity(row, at)), 0));
    return [-same.reduce((sum, at) => sum + similarity(row, at) - total, 0) / same.length];
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

describe('the supervised contrastive loss', () => {
  const labels = [0, 0, 1, 1, 1, 2];
  const features = normal(6 * 5);
  const weights = normal(5 * 3);

  it('is the one of the paper, in which a label that occurs once takes part only as another', async () => {
    const objective = await ContrastObjective.open(5, 3);
    const { loss } = await objective.evaluate(weights, { features, labels: Int32Array.from(labels) });
    expect(loss).toBeCloseTo(lossOf(weights, features, labels, 3), 4);
    await objective.close();
  });

  it('has the gradient that finite differences give', async () => {
    const objective = await ContrastObjective.open(5, 3);
    const { gradient } = await objective.evaluate(weights, { features, labels: Int32Array.from(labels) });
    for (let at = 0; at < weights.length; at++) {
      const moved = (by: number): number => {
        const other = Float32Array.from(weights);
        other[at]! += by;
        return lossOf(other, features, labels, 3);
      };
      expect(gradient[at]).toBeCloseTo((moved(1e-3) - moved(-1e-3)) / 2e-3, 2);
    }
    await objective.close();
  });

  it('is 0 where no label occurs twice', async () => {
    const objective = await ContrastObjective.open(5, 3);
    const { loss, gradient } = await objective.evaluate(weights, { features, labels: Int32Array.of(0, 1, 2, 3, 4, 5) });
    expect(loss).toBe(0);
    expect(gradient.every((value) => value === 0)).toBe(true);
    await objective.close();
  });
});
