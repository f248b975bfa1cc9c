import { type PretrainedClass, type PretrainedClassifier } from './pretrained-classifier';

/**
 * How far an anchor is moved towards its class, in logits of that class. Chosen on photographs of clothes and products:
 * with 10, labelled classes lose 3 points of accuracy; with 20, they and the other classes lose least.
 */
const MOVED = 20;

/**
 * Typical features of classes of which there is no picture: the mean of the examples, moved along the weights of the
 * class. A fit that includes them as "something else" does not forget these classes.
 * @param mean float32 [features], of the labelled examples
 * @returns float32 [members of the classes, features]
 */
export function anchorsOf(
  { total, dense }: Pick<PretrainedClassifier, 'total' | 'dense'>,
  classes: readonly PretrainedClass[],
  mean: Float32Array,
): Float32Array {
  const size = dense.length / total;
  const members = classes.flatMap((each) => each.members);
  const result = new Float32Array(members.length * size);
  for (const [row, member] of members.entries()) {
    const weights = dense.subarray(member * size, (member + 1) * size);
    const step = MOVED / weights.reduce((sum, weight) => sum + weight * weight, 0);
    // Features are means of values between 0 and 6.
    weights.forEach((weight, at) => (result[row * size + at] = Math.min(6, Math.max(0, mean[at]! + step * weight))));
  }
  return result;
}
