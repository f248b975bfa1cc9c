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
export { evaluateTable, type EvaluatedTable } from './tasks/tabular/training/evaluate-table';
export {
  type TableManifest,
  trainTable,
  type TrainedTable,
  type TrainTableRequest,
} from './tasks/tabular/training/train-table';
