import { type TableFinding } from '@lintel/contracts';
import { counted, percent } from '../../terminal/wording';

const shown = (column: string): string => (/^[\w.-]+$/.test(column) ? column : `"${column}"`);

/** One sentence that a person can act on. */
export function describeTableFinding(finding: TableFinding): string {
  switch (finding.kind) {
    case 'duplicate-rows':
      return `${counted(finding.rows)} rows are copies of earlier rows (${finding.examples.join(', ')}).`;
    case 'duplicates-across-parts':
      return `${counted(finding.rows)} rows of a later part are copies of rows of an earlier part (${finding.examples.join(', ')}).`;
    case 'contradicting-rows':
      return `${counted(finding.rows)} rows are alike but have different targets (${finding.examples.join(', ')}).`;
    case 'target-leak':
      return `The column "${finding.column}" alone predicts the target ${finding.severity === 'error' ? '' : 'almost '}completely (AUC or R² ${finding.strength.toFixed(3)}). If it is not known before the target, leave it out with --ignore ${shown(finding.column)}.`;
    case 'value-implies-target':
      return `The value "${finding.value}" of "${finding.column}" occurs only with the target "${finding.target}" (${counted(finding.rows)} rows). If it is a consequence of the target, leave the column out with --ignore.`;
    case 'numbered-in-order':
      return `The column "${finding.column}" numbers things in the order of the rows, so a model may learn the order instead of the thing. Leave it out with --ignore ${shown(finding.column)}.`;
    case 'repeated-entity':
      return `The column "${finding.column}" names ${counted(finding.entities)} things with several rows each. Keep their rows together with --group "${finding.column}", or the result will be too good.`;
    case 'constant-column':
      return `The column "${finding.column}" has one value only.`;
    case 'missing-values':
      return `The column "${finding.column}" is missing in ${percent(finding.share)} of the rows.`;
    case 'identifier':
      return `Nearly every row has its own value of "${finding.column}" (${counted(finding.distinct)}).`;
    case 'small-class':
      return `The class "${finding.className}" has only ${counted(finding.rows)} rows.`;
  }
}
