import { useText } from '../language/text';
import { type Measure } from './measures';

/** The name of a measure for people; a feature without a translation keeps its own. */
export function useMeasureName(): (measure: Pick<Measure, 'kind' | 'name'>) => string {
  const text = useText().drift.measure;
  const known: Readonly<Record<string, string>> = text.feature;
  return ({ kind, name }) => (kind === 'feature' ? (known[name ?? ''] ?? name ?? '') : text[kind]);
}
