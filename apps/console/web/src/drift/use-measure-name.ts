import { useText } from '../language/text';
import { type Measure } from './measures';

/** What a measure is called; a feature that has no word of ours keeps its own. */
export function useMeasureName(): (measure: Pick<Measure, 'kind' | 'name'>) => string {
  const text = useText().drift.measure;
  const known: Readonly<Record<string, string>> = text.feature;
  return ({ kind, name }) => (kind === 'feature' ? (known[name ?? ''] ?? name ?? '') : text[kind]);
}
