import { taskContract, type ComparedFigures, type MetricReport } from '@lintel/contracts';
import { ComparedFiguresTable } from '../compared-figures-table';
import { REQUIRED_VALUE } from '../gate-field';
import { MetricReportView } from '../metric-report-view';
import { type TaskView } from '../task-view';
import { CLASS_WORDS, VALUE_WORDS } from './words';

const { headlines } = taskContract('tabular-classification');

const shared = {
  gateFields: [REQUIRED_VALUE],
  figures: headlines,
  Report: ({ report }: { readonly report: MetricReport }) => (
    <MetricReportView figures={headlines(report)} examples={report.examples} />
  ),
  Details: ({ details }: { readonly details: ComparedFigures }) => <ComparedFiguresTable figures={details.figures} />,
};

export const tabularClassificationView: TaskView<'tabular-classification'> = {
  ...shared,
  words: CLASS_WORDS,
  unit: 'share',
};

export const tabularRegressionView: TaskView<'tabular-regression'> = { ...shared, words: VALUE_WORDS, unit: 'target' };
