import { loadModelDirectory } from '@lintel/core-ml';
import { countTexts } from '@lintel/core-ml/tables';
import { type TrainingData } from '../../models/training-data';
import { tableData } from '../tabular/table-data';
import { openTrainingTable, readTrainingTable } from '../tabular/training-table';

/** The table of a model folder; null if it does not record it. */
export async function findTextData(model: string, data: string | undefined): Promise<TrainingData | null> {
  const known = await readTrainingTable(model);
  if (known?.schema === undefined) return null;
  const { schema } = known;
  const table = await openTrainingTable(known, data);
  const { manifest } = await loadModelDirectory<'text-classification'>(model, { task: 'text-classification' });
  const { classNames, target } = manifest.reading;
  return tableData(known, table, {
    task: 'text-classification',
    schema,
    target: target.columns.join(', '),
    classNames,
    count: (parts) => countTexts(parts, { text: manifest.preprocessing.columns, target }, classNames),
  });
}
