import { taskContract } from '@lintel/contracts';
import { ComparedFiguresTable } from '../compared-figures-table';
import { CsvInput } from '../csv-input';
import { REQUIRED_VALUE } from '../gate-field';
import { type TaskView } from '../task-view';
import { AnomalyAnswerView } from './anomaly-answer';
import { AnomalyReportView } from './anomaly-report-view';
import { ANOMALY_WORDS } from './anomaly-words';
import { anomalyFacts } from './facts';

const { headlines } = taskContract('time-series-anomaly');

export const timeSeriesAnomalyView: TaskView<'time-series-anomaly'> = {
  input: 'series',
  Input: CsvInput,
  Answer: AnomalyAnswerView,
  writeTarget: ({ anomaly }, { locale }) => (anomaly ? ANOMALY_WORDS[locale].anomaly : ANOMALY_WORDS[locale].usual),
  exactLabels: true,
  facts: anomalyFacts,
  unit: 'share',
  gateFields: [REQUIRED_VALUE],
  figures: headlines,
  Report: ({ report }) => <AnomalyReportView report={report} figures={headlines(report)} />,
  Details: ({ details }) => <ComparedFiguresTable figures={details.figures} />,
};
