import { type Headline, type MetricEstimate } from '@lintel/contracts';
import { type Column } from '../../table/sortable-table';

/**
 * Columns of figures that need no model, beside those of a model.
 * @param names of the baselines; an unknown one is shown by its key
 * @param write a figure's value
 */
export const baselineColumns = (
  baselines: Readonly<Record<string, Readonly<Record<string, MetricEstimate>>>>,
  names: Readonly<Record<string, string>>,
  write: (figure: Headline, value: number) => string,
): Column<Headline>[] =>
  Object.entries(baselines).map(([name, metrics]) => ({
    key: name,
    label: names[name] ?? name,
    value: ({ key }: Headline) => metrics[key]?.value ?? '',
    show: (figure: Headline) => {
      const estimate = metrics[figure.key];
      return estimate === undefined ? '' : write(figure, estimate.value);
    },
  }));
