import { type ClassifierComparison } from '@lintel/contracts';

/** Classes that a sentence names before it only counts. */
const NAMED = 5;

/** Which classes one of the two models was never taught, in a sentence for each; empty where both know all. */
export function unknownClasses(comparison: ClassifierComparison): string[] {
  const { unknownToChampion, unknownToChallenger } = comparison;
  return [
    ...sentence('The champion', unknownToChampion, comparison),
    ...sentence('This model', unknownToChallenger, comparison),
  ];
}

function sentence(who: string, names: readonly string[], { classes }: ClassifierComparison): string[] {
  if (names.length === 0) return [];
  const examples = classes
    .filter(({ className }) => names.includes(className))
    .reduce((sum, { support }) => sum + support, 0);
  const shown = names.slice(0, NAMED).map((name) => `"${name}"`);
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  const count = examples === 1 ? '1 test example counts as a mistake' : `${examples} test examples count as mistakes`;
  return [`${who} does not know ${shown.join(', ')}${more}: ${count}.`];
}
