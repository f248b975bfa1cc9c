import { type DriftReference } from '@lintel/contracts';
import { DriftReferenceBuilder } from '../../../drift/reference';
import { indexOfLargest } from '../../../numbers/index-of-largest';
import { evenlySpaced } from '../../../numbers/evenly-spaced';
import { readInputs } from '../../../tables/read-table';
import { takeRows } from '../../../tables/table';
import { rowFeatures } from '../row-features';
import { type TableData } from './table-data';

/** Rows and the answers to them of models that were not fitted to them. */
export interface TestedRows {
  /** Positions in the table. */
  readonly rows: Int32Array;
  /** float64 [rows, outputs]: one value; or the probability of the second of two classes; or of every class */
  readonly predicted: Float64Array;
}

/** Enough for every quantile that a reference keeps. */
const MOST_ROWS = 10_000;

/** What drift is measured against: the inputs of the tested rows, and the answers of the cross-validation. */
export function tableReference(
  { table, schema, target }: Pick<TableData, 'table' | 'schema' | 'target'>,
  { rows, predicted }: TestedRows,
): DriftReference {
  const chosen = evenlySpaced(rows.length, MOST_ROWS);
  const typed = readInputs(
    takeRows(
      table,
      chosen.map((at) => rows[at]!),
    ),
    schema,
  );
  const featuresOf = rowFeatures(schema);
  const outputs = predicted.length / rows.length;
  const reference = new DriftReferenceBuilder(target.kind === 'classes' ? target.classNames : null);
  chosen.forEach((at, row) => {
    const features = featuresOf(typed, row);
    if (target.kind === 'values') {
      reference.add({ features, outcome: predicted[at]!, confidence: null });
      return;
    }
    const answer = predicted.subarray(at * outputs, (at + 1) * outputs);
    const probabilities = outputs === 1 ? [1 - answer[0]!, answer[0]!] : answer;
    const best = indexOfLargest(probabilities);
    reference.add({ features, outcome: target.classNames[best]!, confidence: Math.min(1, probabilities[best]!) });
  });
  return reference.build();
}
