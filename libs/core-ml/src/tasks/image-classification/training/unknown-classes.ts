import { joinNames, message, type ClassComparison, type Message } from '@lintel/contracts';

/** Sentences that list the classes that one of the two models does not know; empty if both know all. */
export function unknownClasses({ unknownToChampion, unknownToChallenger, classes }: ClassComparison): Message[] {
  const values = (names: readonly string[]): { names: string; examples: number } => ({
    names: joinNames(names),
    examples: classes
      .filter(({ className }) => names.includes(className))
      .reduce((sum, { support }) => sum + support, 0),
  });
  const sentence = (who: 'champion' | 'challenger', names: readonly string[]): Message[] => {
    if (names.length === 0) return [];
    const said = values(names);
    return [
      said.examples === 1
        ? message(`gate.unknown.${who}-one`, { names: said.names })
        : message(`gate.unknown.${who}`, said),
    ];
  };
  return [...sentence('champion', unknownToChampion), ...sentence('challenger', unknownToChallenger)];
}
