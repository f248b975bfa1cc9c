import { type TableManifest } from '@lintel/core-ml/tables';
import { type TaskWork } from '../task-commands';
import { evaluateTableModel, type EvaluateTableOptions } from './evaluate-table';
import { predictTables } from './predict-tables';
import { findTableData } from './table-data';
import { type TableModel } from './table-model';
import { trainTableModel, type TrainTableOptions } from './train-table';

export const tabularWork: TaskWork = {
  train: (options: TrainTableOptions, context) => trainTableModel(options, context),
  evaluate: (model: TableModel, options: EvaluateTableOptions, context) => evaluateTableModel(model, options, context),
  predict: (model: TableModel, files, _, context) => predictTables(model, files, context),
  describeGraph: (manifest: TableManifest) => {
    const { columns, matrix, dense } = manifest.preprocessing;
    const names = columns ?? matrix.columns.map(({ name }) => name);
    const classNames = 'classNames' in manifest.reading ? manifest.reading.classNames : [];
    return {
      input: [`the columns ${names.join(', ')}${dense ? ', standardised' : ''}`],
      output: classNames.length === 0 ? [] : [`classes in this order: ${classNames.join(', ')}`],
    };
  },
  findTrainingData: (model, { task }: Pick<TableManifest, 'task'>, data) => findTableData(model, task, data),
};
