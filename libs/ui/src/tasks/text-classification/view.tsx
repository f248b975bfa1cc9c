import { taskContract } from '@lintel/contracts';
import { ComparedFiguresTable } from '../compared-figures-table';
import { REQUIRED_VALUE } from '../gate-field';
import { type TaskView } from '../task-view';
import { TextReportView } from './text-report';
import { WORDS } from './words';

export const textClassificationView: TaskView<'text-classification'> = {
  words: WORDS,
  unit: 'share',
  gateFields: [REQUIRED_VALUE],
  figures: taskContract('text-classification').headlines,
  Report: TextReportView,
  Details: ({ details }) => <ComparedFiguresTable figures={details.figures} />,
};
