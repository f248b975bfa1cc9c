export { inspectTable } from './tasks/tabular/inspection/inspect-table';
export { inferSchema, type InferSchemaOptions } from './tables/infer-schema';
export { editSchema } from './tables/edit-schema';
export { parseTableSchema } from './tables/parse-schema';
export { concatTables } from './tables/concat-tables';
export {
  holdOutRows,
  holdOutRule,
  isHeldOut,
  rowHashes,
  rowsNotIn,
  type HeldOutTable,
  type HoldOut,
} from './tables/hold-out';
export { partCounts, readClasses } from './tasks/tabular/part-counts';
export { writeCsv } from './tables/write-csv';
export { readDerivedByOrder, readInputs } from './tables/read-table';
export { parseCsv, type ParseCsvOptions } from './tables/parse-csv';
export { timeIn } from './tables/read-cell';
export { type Cell, rowName, type Table, tableOfRecords, takeRows } from './tables/table';
export { targetKind } from './tasks/tabular/read-target';
export { compareTrials } from './search/next-trial';
export { secondsOf } from './search/run-search';
export { searchTable, type SearchedTable, type TableSearchMetric } from './tasks/tabular/training/search-table';
export { evaluateTable, type EvaluatedTable } from './tasks/tabular/training/evaluate-table';
export {
  type TableManifest,
  trainTable,
  type TrainedTable,
  type TrainTableRequest,
} from './tasks/tabular/training/train-table';
export {
  evaluateTexts,
  type EvaluatedTexts,
  type StoredTextModel,
} from './tasks/text-classification/training/evaluate-texts';
export { describeTextAnswer, describeTextClasses } from './tasks/text-classification/describe-texts';
export {
  chooseTarget,
  type ChooseTargetOptions,
  type ChosenTarget,
} from './tasks/text-classification/training/choose-target';
export { namedThings } from './tasks/text-classification/training/named-things';
export { type TextFinding } from './tasks/text-classification/training/inspect-texts';
export {
  cellsOfAnswer,
  checkText,
  countTexts,
  textClasses,
  type TextTable,
} from './tasks/text-classification/training/text-table';
export { textSchema } from './tasks/text-classification/training/text-schema';
export { joinTexts } from './tasks/text-classification/training/text-data';
export {
  type TextManifest,
  type TrainedTexts,
  trainTexts,
  type TrainTextsRequest,
} from './tasks/text-classification/training/train-texts';
