import { taskContract } from '@lintel/contracts';
import { MetricReportView } from '../metric-report-view';
import { ComparedFiguresTable } from '../compared-figures-table';
import { REQUIRED_VALUE } from '../gate-field';
import { type TaskView } from '../task-view';
import { WORDS } from './words';

const { headlines } = taskContract('image-embedding');

export const imageEmbeddingView: TaskView<'image-embedding'> = {
  words: WORDS,
  unit: 'share',
  gateFields: [REQUIRED_VALUE],
  figures: headlines,
  Report: ({ report }) => <MetricReportView figures={headlines(report)} examples={report.examples} />,
  Details: ({ details }) => <ComparedFiguresTable figures={details.figures} />,
};
