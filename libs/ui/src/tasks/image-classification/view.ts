import { type TaskView } from '../task-view';
import { ClassDetails } from './class-details';
import { ClassReportView } from './class-report';
import { classFigures } from './figures';
import { RecallTable } from './recall-table';
import { WORDS } from './words';

export const imageClassificationView: TaskView<'image-classification'> = {
  words: WORDS,
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
