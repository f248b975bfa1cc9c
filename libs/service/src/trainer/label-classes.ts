import { NONE_OF_THESE, type Label } from '@lintel/contracts';

/** Pictures that people must have given a class that no model knows before the next model learns it. */
export const NEW_CLASS_PICTURES = 5;

export interface LabelChoice {
  readonly labels: readonly Label[];
  /** Those of the base, then those that only labels have, sorted. */
  readonly classNames: readonly string[];
  /** Lines for people: which labels are left out, and why. */
  readonly leftOut: readonly string[];
}

/**
 * Which labels the next dataset holds. Labels of the classes of the base or of the champion are kept. Another class is
 * a new one where people gave it to enough pictures that the present classes were answered for; what is left are
 * classes of earlier models.
 * @param inForce one a prediction, as `Labels.newest` gives them
 */
export function chooseLabels(
  inForce: readonly Label[],
  baseClasses: readonly string[],
  championClasses: readonly string[],
): LabelChoice {
  const known = new Set([...baseClasses, ...championClasses]);
  const others = new Map<string, Label[]>();
  for (const label of inForce) {
    if (label.className === null || known.has(label.className)) continue;
    others.set(label.className, [...(others.get(label.className) ?? []), label]);
  }
  const kept = new Set(known);
  const leftOut: string[] = [];
  for (const [className, labels] of others) {
    const ofToday = labels.filter(({ predictedClass }) => known.has(predictedClass));
    const pictures = new Set(ofToday.map(({ pictureSha256 }) => pictureSha256)).size;
    if (className === NONE_OF_THESE) leftOut.push(`${labels.length} labels name no class: they are not taught`);
    else if (pictures >= NEW_CLASS_PICTURES) kept.add(className);
    else if (pictures > 0) leftOut.push(waits(className, pictures));
    else leftOut.push(`${labels.length} labels "${className}" are left out: that is a class of an earlier model`);
  }
  const labels = inForce.filter(({ className }) => className !== null && kept.has(className));
  const added = new Set(labels.map(({ className }) => className!).filter((name) => !baseClasses.includes(name)));
  return { labels, classNames: [...baseClasses, ...[...added].sort()], leftOut };
}

function waits(className: string, pictures: number): string {
  return `"${className}" is a new class with ${pictures} of the ${NEW_CLASS_PICTURES} pictures that it needs: its labels wait`;
}
