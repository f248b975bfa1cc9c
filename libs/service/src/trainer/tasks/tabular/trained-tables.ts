import { TABLE_RECIPES, type ModelDescription } from '@lintel/contracts';
import { type TrainedTask } from '../trained-task';
import { openTableData } from './table-job-data';
import { type TrainableTable } from './trainable-table';

/** Tables with classes and tables with values are trained alike. */
export const trainedTables: TrainedTask<'tabular-classification'> & TrainedTask<'tabular-regression'> = {
  open: openTableData,
  defaults: tableDefaults,
};

function tableDefaults({ recipe, seed, task }: TrainableTable): ModelDescription['training'] {
  // A scorecard rates two classes.
  const architectures = TABLE_RECIPES.filter((name) => task === 'tabular-classification' || name !== 'scorecard');
  return { architecture: recipe ?? 'trees', architectures, searchable: true, seed };
}
