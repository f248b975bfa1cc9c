/**
 * A weight for each row so that every class counts alike: n / (classes · n_class) (King & Zeng 2001).
 * @param labels int32 [rows], in [0, classes), every class at least once
 */
export function balancedWeights(labels: Int32Array, classes: number): Float64Array {
  const counts = new Float64Array(classes);
  for (const label of labels) counts[label]!++;
  return Float64Array.from(labels, (label) => labels.length / (classes * counts[label]!));
}
