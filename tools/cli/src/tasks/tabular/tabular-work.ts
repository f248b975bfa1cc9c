import { type TableManifest } from '@lintel/core-ml/tables';
import { taskWork } from '../task-commands';
import { evaluateTableModel, type EvaluateTableOptions } from './evaluate-table';
import { predictTables } from './predict-tables';
import { findTableData } from './table-data';
import { trainTableModel, type TrainTableOptions } from './train-table';

export const tabularWork = taskWork<TableManifest['task']>({
  train: (options: TrainTableOptions, context) => trainTableModel(options, context),
  evaluate: (model, options: EvaluateTableOptions, context) => evaluateTableModel(model, options, context),
  predict: (model, files, _, context) => predictTables(model, files, context),
  describeGraph: (manifest) => {
    const { columns, matrix, dense } = manifest.preprocessing;
    const names = columns ?? matrix.columns.map(({ name }) => name);
    const classNames = 'classNames' in manifest.reading ? manifest.reading.classNames : [];
    return {
      input: [`the columns ${names.join(', ')}${dense ? ', standardised' : ''}`],
      output: classNames.length === 0 ? [] : [`classes in this order: ${classNames.join(', ')}`],
    };
  },
  findTrainingData: (model, { task }: Pick<TableManifest, 'task'>, data) => findTableData(model, task, data),
});
