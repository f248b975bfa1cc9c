import { NONE_OF_THESE } from '@lintel/contracts';
import { PictureInput } from '../pictures/picture-input';
import { type TaskView } from '../task-view';
import { ANSWER_WORDS } from './answer-words';
import { ClassDataset } from '../classification/class-dataset';
import { ClassDetails } from './class-details';
import { ClassReportView } from './class-report';
import { classFacts } from './facts';
import { classFigures } from './figures';
import { ImageAnswer } from './image-answer';
import { RecallTable } from './recall-table';

export const imageClassificationView: TaskView<'image-classification'> = {
  input: 'picture',
  Input: PictureInput,
  Answer: ImageAnswer,
  writeTarget: ({ className }, { locale, nameOf }) =>
    className === NONE_OF_THESE ? ANSWER_WORDS[locale].noneOfThese : nameOf(className),
  exactLabels: true,
  facts: classFacts,
  Dataset: ClassDataset,
  unit: 'share',
  gateFields: [
    { path: 'minimumAccuracy', kind: 'share' },
    { path: 'classFloor.minimumRecall', kind: 'share' },
    { path: 'classFloor.maximumRecallLoss', kind: 'share' },
    { path: 'maximumCalibrationError', kind: 'share', off: 1 },
  ],
  figures: classFigures,
  Report: ClassReportView,
  Versions: RecallTable,
  Details: ClassDetails,
};
