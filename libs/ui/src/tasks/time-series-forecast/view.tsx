import { taskContract } from '@lintel/contracts';
import { ComparedFiguresTable } from '../compared-figures-table';
import { REQUIRED_VALUE } from '../gate-field';
import { CsvInput } from '../csv-input';
import { type TaskView } from '../task-view';
import { forecastFacts } from './facts';
import { ForecastAnswerView } from './forecast-answer';
import { ForecastReportView } from './forecast-report-view';
import { writeNumber } from '../write-number';

const { headlines } = taskContract('time-series-forecast');

export const timeSeriesForecastView: TaskView<'time-series-forecast'> = {
  input: 'series',
  Input: CsvInput,
  Answer: ForecastAnswerView,
  writeTarget: ({ value }, { format }) => writeNumber(format, value),
  exactLabels: false,
  facts: forecastFacts,
  unit: 'target',
  gateFields: [REQUIRED_VALUE],
  figures: headlines,
  Report: ({ report }) => <ForecastReportView report={report} figures={headlines(report)} />,
  Details: ({ details }) => <ComparedFiguresTable figures={details.figures} />,
};
