import { taskContract } from '@lintel/contracts';
import { MetricReportView } from '../metric-report-view';
import { ClassDataset } from '../classification/class-dataset';
import { ComparedFiguresTable } from '../compared-figures-table';
import { REQUIRED_VALUE } from '../gate-field';
import { pictureFacts } from '../picture-facts';
import { PictureInput } from '../pictures/picture-input';
import { type TaskView } from '../task-view';
import { VectorAnswer } from './vector-answer';
import { VECTOR_WORDS } from './vector-words';

const { headlines } = taskContract('image-embedding');

export const imageEmbeddingView: TaskView<'image-embedding'> = {
  input: 'picture',
  Input: PictureInput,
  Answer: VectorAnswer,
  writeTarget: ({ className }, { nameOf }) => nameOf(className),
  exactLabels: true,
  facts({ preprocessing, reading }, reader) {
    const { vector, vectorValue } = VECTOR_WORDS[reader.locale];
    return [...pictureFacts(preprocessing, reader), [vector, vectorValue(reader.format.integer(reading.size))]];
  },
  Dataset: ClassDataset,
  unit: 'share',
  gateFields: [REQUIRED_VALUE],
  figures: headlines,
  Report: ({ report }) => <MetricReportView figures={headlines(report)} examples={report.examples} />,
  Details: ({ details }) => <ComparedFiguresTable figures={details.figures} />,
};
