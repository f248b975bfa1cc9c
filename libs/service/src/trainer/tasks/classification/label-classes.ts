import { NONE_OF_THESE, targetClass, type Label } from '@lintel/contracts';

/** Minimum number of labelled pictures of a new class before the next model learns it. */
export const NEW_CLASS_PICTURES = 5;

export interface LabelChoice {
  readonly labels: readonly Label[];
  /** The classes of the base, followed by those that only labels have, sorted. */
  readonly classNames: readonly string[];
  /** Human-readable lines: which labels are left out, and why. */
  readonly leftOut: readonly string[];
}

/**
 * Chooses the labels of the next dataset. Labels with classes of the base or of the champion are kept. Another class is
 * added if enough pictures answered by a model with the current classes were labelled with it; the remaining classes
 * belong to earlier models.
 * @param inForce one label per prediction, from `Labels.newest`
 */
export function chooseLabels(
  inForce: readonly Label[],
  baseClasses: readonly string[],
  championClasses: readonly string[],
): LabelChoice {
  const known = new Set([...baseClasses, ...championClasses]);
  const others = new Map<string, Label[]>();
  for (const label of inForce) {
    const className = targetClass(label.target);
    if (className === null || known.has(className)) continue;
    others.set(className, [...(others.get(className) ?? []), label]);
  }
  const kept = new Set(known);
  const leftOut: string[] = [];
  for (const [className, labels] of others) {
    const ofToday = labels.filter(({ predicted }) => known.has(targetClass(predicted) ?? ''));
    const pictures = new Set(ofToday.map(({ inputSha256 }) => inputSha256)).size;
    if (className === NONE_OF_THESE) leftOut.push(`${labels.length} labels name no class: they are not taught`);
    else if (pictures >= NEW_CLASS_PICTURES) kept.add(className);
    else if (pictures > 0) leftOut.push(waits(className, pictures));
    else leftOut.push(`${labels.length} labels "${className}" are left out: that is a class of an earlier model`);
  }
  const labels = inForce.filter(({ target }) => kept.has(targetClass(target) ?? ''));
  const added = new Set(labels.map(({ target }) => targetClass(target)!).filter((name) => !baseClasses.includes(name)));
  return { labels, classNames: [...baseClasses, ...[...added].sort()], leftOut };
}

function waits(className: string, pictures: number): string {
  return `"${className}" is a new class with ${pictures} of the ${NEW_CLASS_PICTURES} pictures that it needs: its labels wait`;
}
