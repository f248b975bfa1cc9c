import { type Headline, type ModelVersionSummary } from '@lintel/contracts';
import { FigureValue, useFigures, type Column } from '@lintel/ui';

/** Columns of figures: more do not fit beside the others of the table. */
const MOST_COLUMNS = 3;

type Row = Pick<ModelVersionSummary, 'headlines'>;

/** A column for each of the most important figures that the versions have. */
export function useFigureColumns(versions: readonly Row[]): Column<Row>[] {
  const { nameOf } = useFigures();
  return figureKeys(versions).map((key) => {
    const figureOf = ({ headlines }: Row): Headline | undefined => headlineNamed(headlines, key);
    return {
      key,
      label: nameOf(key),
      value: (row) => figureOf(row)?.value ?? LEAST,
      show: (row) => <FigureValue figure={figureOf(row)} />,
    };
  });
}

/** Sorts a version without the figure below all others; a finite value, because two infinite ones have no difference. */
const LEAST = -Number.MAX_VALUE;

/** The keys of the figures that the versions have, the most important one first. */
export function figureKeys(versions: readonly Row[]): string[] {
  const keys = new Set(versions.flatMap(({ headlines }) => headlines.map(({ key }) => key)));
  return [...keys].slice(0, MOST_COLUMNS);
}

const headlineNamed = (headlines: readonly Headline[], wanted: string): Headline | undefined =>
  headlines.find(({ key }) => key === wanted);
