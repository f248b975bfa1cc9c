import { type Classification } from '../classification';

/** The report counts the five most probable classes. */
const TOP = 5;

/**
 * Leaves out the classes that no example has and that are not among the five most probable ones of any example: a report on a few dozen
 * pictures with a confusion matrix of hundreds of classes says nothing more. No figure of the report changes by it.
 */
export function narrowClassification({ probabilities, labels, classNames }: Classification): Classification {
  const classes = classNames.length;
  const kept = new Set<number>(labels);
  for (let row = 0; row < labels.length; row++) {
    const own = probabilities.subarray(row * classes, (row + 1) * classes);
    [...own.keys()]
      .sort((one, other) => own[other]! - own[one]!)
      .slice(0, TOP)
      .forEach((label) => kept.add(label));
  }
  const columns = [...kept].sort((one, other) => one - other);
  const position = new Map(columns.map((label, at) => [label, at]));
  const narrowed = new Float32Array(labels.length * columns.length);
  for (let row = 0; row < labels.length; row++) {
    columns.forEach((label, at) => (narrowed[row * columns.length + at] = probabilities[row * classes + label]!));
  }
  return {
    probabilities: narrowed,
    labels: labels.map((label) => position.get(label)!),
    classNames: columns.map((label) => classNames[label]!),
  };
}
