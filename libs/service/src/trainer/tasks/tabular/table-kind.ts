import { LintelError, type LabelTarget, type TableSchema } from '@lintel/contracts';
import { partCounts, readClasses, readInputs, tableOfRecords } from '@lintel/core-ml/tables';
import { chooseLabels } from '../classification/label-classes';
import { type RowKind } from '../rows/row-kind';
import { type TrainableTable } from './trainable-table';

/** How rows of a table are read and labelled. */
export const tableKind = ({ task, ...model }: TrainableTable): RowKind => ({
  targetName: (schema) => targetColumn(model.name, schema),
  classNames: (table, schema) => (task === 'tabular-regression' ? [] : readClasses(table, schema, model.positive)),
  count: partCounts,
  choose: (inForce, classNames) =>
    task === 'tabular-regression'
      ? { labels: inForce, classNames: [], leftOut: [] }
      : chooseLabels(inForce, classNames, []),
  answer: (target, schema) => ({ [schema.target!]: valueOf(target) }),
  check: (row, schema) => void readInputs(tableOfRecords([row]), schema),
});

/** The column that is predicted. @throws LintelError INVALID_CONFIGURATION */
function targetColumn(name: string, { target }: TableSchema): string {
  if (target !== null) return target;
  throw new LintelError('INVALID_CONFIGURATION', {
    problem: `The schema of ${name} does not say which column to predict.`,
    expected: 'a schema with a target',
    received: 'none',
    cure: 'Name the target where the base of the model is opened.',
  });
}

/** What a label says about the target: the name of a class, or a value. */
function valueOf(target: LabelTarget): string | number | null {
  const [value] = Object.values(target);
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}
