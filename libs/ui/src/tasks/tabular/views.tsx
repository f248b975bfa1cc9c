import { taskContract, type ComparedFigures, type MetricReport } from '@lintel/contracts';
import { ComparedFiguresTable } from '../compared-figures-table';
import { REQUIRED_VALUE } from '../gate-field';
import { MetricReportView } from '../metric-report-view';
import { ClassDataset } from '../classification/class-dataset';
import { type TaskView } from '../task-view';
import { classFacts, valueFacts } from './facts';
import { RowInput } from './row-input';
import { RowClassAnswer, RowValueAnswer } from './row-answers';
import { writeNumber } from '../write-number';

const { headlines } = taskContract('tabular-classification');

const shared = {
  input: 'row' as const,
  Input: RowInput,
  gateFields: [REQUIRED_VALUE],
  figures: headlines,
  Report: ({ report }: { readonly report: MetricReport }) => (
    <MetricReportView figures={headlines(report)} examples={report.examples} />
  ),
  Details: ({ details }: { readonly details: ComparedFigures }) => <ComparedFiguresTable figures={details.figures} />,
};

export const tabularClassificationView: TaskView<'tabular-classification'> = {
  ...shared,
  unit: 'share',
  Answer: RowClassAnswer,
  writeTarget: ({ className }, { nameOf }) => nameOf(className),
  exactLabels: true,
  facts: classFacts,
  Dataset: ClassDataset,
};

export const tabularRegressionView: TaskView<'tabular-regression'> = {
  ...shared,
  unit: 'target',
  Answer: RowValueAnswer,
  writeTarget: ({ value }, { format }) => writeNumber(format, value),
  exactLabels: false,
  facts: valueFacts,
};
