import { type DatasetVersion } from '@lintel/contracts';
import { type Card } from '../../card';
import { count, table } from '../../card-markdown';

/** How many examples of each class each part of a dataset version has. */
export function classCounts(
  { counts, classNames }: DatasetVersion,
  { words: { classCounts: words }, classTitle }: Pick<Card, 'words' | 'classTitle'>,
): string[] {
  const total = (part: Record<string, number>, name: string): string => count(part[name] ?? 0);
  // A model that starts from a pretrained one knows classes of which there is no example.
  const shown = classNames.filter((name) =>
    [counts.train, counts.validation, counts.test].some((part) => (part[name] ?? 0) > 0),
  );
  if (shown.length === 0) return [];
  const rows = shown.map((name) => [
    classTitle(name),
    total(counts.train, name),
    total(counts.validation, name),
    total(counts.test, name),
  ]);
  return [table(words.columns, rows)];
}
