import { type TextAnswer, type TextReport } from '@lintel/contracts';

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

/** The classes of a report as people read them: a header and rows. */
export const describeTextClasses = ({ classes }: TextReport): { header: string[]; rows: string[][] } => ({
  header: ['class', 'texts', 'precision', 'recall', 'F1'],
  rows: classes.map(({ className, support, precision, recall, f1 }) => [
    className,
    String(support),
    percent(precision),
    percent(recall),
    percent(f1),
  ]),
});

/** An answer in words: what, how probable, and which words speak for it. */
export function describeTextAnswer(
  { className, probability, labels, unsure, reasons, isCut }: TextAnswer,
  mostWords: number,
): { answer: string; probability: string; why: string } {
  const answer = labels === undefined ? className : labels.map((label) => label.className).join('; ') || 'no label';
  const why = reasons
    .map(({ words }) =>
      words
        .slice(0, mostWords)
        .map(({ text, contribution }) => `${text} (${contribution >= 0 ? '+' : ''}${contribution.toPrecision(2)})`)
        .join(', '),
    )
    .join('; ');
  return {
    answer: `${answer}${unsure ? ', unsure' : ''}${isCut ? ', only the beginning was read' : ''}`,
    probability: (labels ?? [{ probability }]).map((one) => percent(one.probability)).join('; '),
    why,
  };
}
