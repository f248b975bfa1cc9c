import { headlinesOf, type ModelManifest } from '@lintel/contracts';
import { useFigures, useLanguage, type Figure } from '@lintel/ui';
import { useText } from '../language/text';
import { testedHint } from './tested-hint';

/** As many as fit beside the number of examples on one line. */
const MOST_SHOWN = 3;

/** The most important figures of a version, with their intervals, and the number of test examples. */
export function useHeadlineFigures(manifest: ModelManifest): Figure[] {
  const { models, version } = useText();
  const { format } = useLanguage();
  const { nameOf, write } = useFigures();
  if (manifest.evaluation === null) return [];
  return [
    ...headlinesOf(manifest)
      .slice(0, MOST_SHOWN)
      .map((figure): Figure => {
        const { key, value, interval } = figure;
        const hint = interval && models.interval(write(figure, interval.low), write(figure, interval.high));
        return { name: nameOf(key), value: write(figure, value), ...(hint === null ? {} : { hint }) };
      }),
    {
      name: version.examples,
      value: format.integer(manifest.evaluation.examples),
      hint: testedHint(manifest, version),
    },
  ];
}
