import { type Job } from '@lintel/contracts';
import { useFigures, useLanguage } from '@lintel/ui';
import { useMessageWriter } from '../language/message-writer';
import { useText } from '../language/text';
import { readJobResult, rowsOf, type JobResult } from './job-result';

/** The result of a job in one or two sentences; null if it has none. */
export function useJobResultWords(job: Job): string | null {
  const text = useText().jobs;
  const { locale, format } = useLanguage();
  const { nameOf, write } = useFigures();
  const { writeAll } = useMessageWriter(job.modelName);
  const result = readJobResult(job);
  if (result === null) return null;
  const sentences = sentencesOf(result);
  return sentences.join(locale === 'en' ? ' ' : '');

  function sentencesOf(came: JobResult): string[] {
    if (came.kind === 'retained') {
      const rows = format.integer(rowsOf(came.removed));
      return [came.preview ? text.retainPreview(rows) : text.retained(rows)];
    }
    if (came.kind === 'backfilled') {
      const { examples, changed, unreadable } = came;
      return [
        text.backfilled(format.integer(examples), format.integer(changed)),
        ...(unreadable > 0 ? [text.backfillUnreadable(format.integer(unreadable))] : []),
      ];
    }
    const { outcome, refusals, headline } = came;
    const reasons = writeAll(refusals, '');
    return [
      outcome === 'refused' && reasons !== '' ? text.refusedBecause(reasons) : text.outcomes[outcome],
      // A refusal names the figure itself.
      ...(headline === null || (outcome === 'refused' && reasons !== '')
        ? []
        : [text.testFigure(nameOf(headline.key), write(headline, headline.value))]),
    ];
  }
}
