import { type ComparedFigure, type ComparedFigures, type Headline } from '@lintel/contracts';
import { bootstrapInterval, type BootstrapOptions } from '../evaluation/bootstrap-interval';

/** Metrics by key, each of some rows, which may occur several times. */
type Measures = Readonly<Record<string, (rows: Int32Array) => number>>;

/** The main figure of both models, and the others beside it. */
export type ComparedMeasures = ComparedFigure & { readonly examples: number; readonly details: ComparedFigures };

/**
 * Compares two models on the same rows; the interval of each gain is that of the paired bootstrap.
 * @param headlines the figures to compare, the main one first
 */
export function compareMeasures(
  headlines: readonly Headline[],
  { champion, challenger }: { readonly champion: Measures; readonly challenger: Measures },
  rows: number,
  options: BootstrapOptions & { readonly draws: number },
): ComparedMeasures {
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  const figures = headlines.map(({ key, unit, better }): ComparedFigure => {
    const sign = better === 'higher' ? 1 : -1;
    const [before, after] = [champion[key]!, challenger[key]!];
    const gain = bootstrapInterval(rows, (some) => sign * (after(some) - before(some)), options);
    return { figure: { key, unit, better }, champion: before(all), challenger: after(all), gain };
  });
  const [main, ...others] = figures;
  return { examples: rows, ...main!, details: { figures: others, resamples: options.draws } };
}
