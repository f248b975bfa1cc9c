import { type FeatureMatrix } from '../../tables/feature-matrix';
import { matrixOf, numbers, readRows, type Row } from './real-tables';

export interface ExampleTask {
  readonly features: FeatureMatrix;
  readonly targets: readonly number[];
  /** Rows of a group stay on one side of a split. */
  readonly groups: readonly unknown[];
}

/** A column of categories whose codes follow the order of first appearance. */
function category(rows: readonly Row[], name: string) {
  const values = [...new Set(rows.map((row) => row[name]!))];
  return { name, categories: values.length, value: (row: Row) => values.indexOf(row[name]!) };
}

/** Credit card clients of Taiwan: default next month. */
export function taiwan(): ExampleTask {
  const rows = readRows('taiwan-default.csv');
  const categories = ['SEX', 'EDUCATION', 'MARRIAGE'];
  const others = Object.keys(rows[0]!).filter((name) => !['ID', 'DEFAULT', ...categories].includes(name));
  const features = matrixOf(rows, [...numbers(others), ...categories.map((name) => category(rows, name))]);
  return { features, targets: rows.map((row) => Number(row['DEFAULT'])), groups: [...rows.keys()] };
}

/** Home-equity lines; -7, -8 and -9 are kinds of missing values and stay what they are. */
export function heloc(): ExampleTask {
  const rows = readRows('heloc.csv');
  const names = Object.keys(rows[0]!).filter((name) => !['row', 'RiskPerformance'].includes(name));
  const targets = rows.map((row) => (row['RiskPerformance'] === 'Bad' ? 1 : 0));
  return { features: matrixOf(rows, numbers(names)), targets, groups: [...rows.keys()] };
}

/** Strength of concrete; one mix is measured at several ages. */
export function concrete(): ExampleTask {
  const rows = readRows('concrete.csv');
  const names = Object.keys(rows[0]!).filter((name) => !['row', 'mix', 'strength'].includes(name));
  return {
    features: matrixOf(rows, numbers(names)),
    targets: rows.map((row) => Number(row['strength'])),
    groups: rows.map((row) => row['mix']),
  };
}

/** Machine failures with the three quantities that a machinist would derive. */
export function machineFailures(): ExampleTask {
  const rows = readRows('ai4i2020.csv');
  const names = Object.keys(rows[0]!).slice(3, 8);
  const [air = '', heat = '', speed = '', torque = '', wear = ''] = names;
  const of = (row: Row, name: string): number => Number(row[name]);
  const features = matrixOf(rows, [
    ...numbers(names),
    category(rows, 'Type'),
    { name: 'power', categories: 0, value: (row) => (of(row, torque) * of(row, speed) * 2 * Math.PI) / 60 },
    { name: 'difference', categories: 0, value: (row) => of(row, heat) - of(row, air) },
    { name: 'strain', categories: 0, value: (row) => of(row, wear) * of(row, torque) },
  ]);
  return { features, targets: rows.map((row) => Number(row['Machine_failure'])), groups: [...rows.keys()] };
}
