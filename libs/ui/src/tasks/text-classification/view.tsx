import { taskContract } from '@lintel/contracts';
import { ClassDataset } from '../classification/class-dataset';
import { ComparedFiguresTable } from '../compared-figures-table';
import { REQUIRED_VALUE } from '../gate-field';
import { TextInput } from './text-input';
import { type TaskView } from '../task-view';
import { textFacts } from './facts';
import { TextAnswerView } from './text-answer';
import { TextReportView } from './text-report';

export const textClassificationView: TaskView<'text-classification'> = {
  input: 'text',
  Input: TextInput,
  Answer: TextAnswerView,
  writeTarget: (target, { format, nameOf }) =>
    'labels' in target ? format.list(target.labels.map(nameOf)) : nameOf(target.className),
  exactLabels: true,
  facts: textFacts,
  Dataset: ClassDataset,
  unit: 'share',
  gateFields: [REQUIRED_VALUE],
  figures: taskContract('text-classification').headlines,
  Report: TextReportView,
  Details: ({ details }) => <ComparedFiguresTable figures={details.figures} />,
};
