'use client';

import { useMessages } from '../../language/language-provider';
import { type ReportProps } from '../task-view';
import { EvaluationSections } from './evaluation-sections';
import { EVALUATION_WORDS } from './evaluation-words';
import { namedEvaluation } from './named-evaluation';

/** The evaluation of a classifier, from the confusion matrix down to the single class. */
export function ClassReportView({ report, nameOf }: ReportProps<'image-classification'>) {
  return <EvaluationSections evaluation={namedEvaluation(report, nameOf)} text={useMessages(EVALUATION_WORDS)} />;
}
