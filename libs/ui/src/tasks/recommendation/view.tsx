import { taskContract } from '@lintel/contracts';
import { ComparedFiguresTable } from '../compared-figures-table';
import { REQUIRED_VALUE } from '../gate-field';
import { HistoryInput } from './history-input';
import { type TaskView } from '../task-view';
import { recommenderFacts } from './facts';
import { ItemsAnswer } from './items-answer';
import { RankingReportView } from './ranking-report-view';

const { headlines } = taskContract('recommendation');

export const recommendationView: TaskView<'recommendation'> = {
  input: 'history',
  Input: HistoryInput,
  Answer: ItemsAnswer,
  writeTarget: ({ item }, { nameOf }) => nameOf(item),
  exactLabels: false,
  facts: recommenderFacts,
  unit: 'share',
  gateFields: [REQUIRED_VALUE],
  figures: headlines,
  Report: ({ report }) => <RankingReportView report={report} figures={headlines(report)} />,
  Details: ({ details }) => <ComparedFiguresTable figures={details.figures} />,
};
