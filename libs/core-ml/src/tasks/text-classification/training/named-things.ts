import { NAMES_A_THING } from '../../tabular/inspection/repeated-entity';
import { type Table } from '../../../tables/table';
import { cellText } from './text-answers';

const FEWEST_THINGS = 5;

/**
 * Columns whose names say that they name things, such as people, and that name them in several rows each: a random split
 * would part their texts.
 * @param except columns with another role
 */
export function namedThings(
  table: Table,
  except: readonly string[],
): { readonly column: string; readonly things: number }[] {
  return table.columns.flatMap((column, at) => {
    if (except.includes(column) || !NAMES_A_THING.test(column)) return [];
    const values = Array.from({ length: table.rows }, (_, row) => cellText(table, at, row)).filter((one) => one !== '');
    const things = new Set(values).size;
    return things >= FEWEST_THINGS && 2 * things <= values.length ? [{ column, things }] : [];
  });
}
