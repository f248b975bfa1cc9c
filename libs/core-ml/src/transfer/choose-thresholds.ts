/**
 * The threshold of each label that gives the best F1 on examples that the model was not fitted on: halfway between the
 * last probability that is taken and the first that is not. Of equally good thresholds it is the highest one.
 * @param probabilities float32 [examples, labels] of examples that were held out
 * @param labelSets uint8 [examples, labels]
 * @returns one for each label, in (0, 1]; 0.5 for a label that no example has
 */
export function chooseThresholds(probabilities: Float32Array, labelSets: Uint8Array, labels: number): number[] {
  const examples = labelSets.length / labels;
  return Array.from({ length: labels }, (_, label) => {
    const scoreOf = (row: number): number => probabilities[row * labels + label]!;
    const order = [...Array(examples).keys()].sort((one, other) => scoreOf(other) - scoreOf(one));
    const total = order.reduce((sum, row) => sum + labelSets[row * labels + label]!, 0);
    let best = { f1: 0, threshold: 0.5 };
    let hits = 0;
    order.forEach((row, rank) => {
      hits += labelSets[row * labels + label]!;
      const next = order[rank + 1];
      if (next !== undefined && scoreOf(next) === scoreOf(row)) return;
      const f1 = (2 * hits) / (total + rank + 1);
      if (f1 > best.f1) best = { f1, threshold: (scoreOf(row) + (next === undefined ? 0 : scoreOf(next))) / 2 };
    });
    return best.threshold;
  });
}
