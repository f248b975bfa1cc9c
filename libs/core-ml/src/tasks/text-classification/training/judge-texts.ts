import { type ComparisonOf, headlinesOf, LintelError, type TextReport } from '@lintel/contracts';
import { type Table } from '../../../tables/table';
import { type JudgedTask } from '../../judged-task';
import { compareMeasures } from '../../../promotion/compare-measures';
import { requiredValueGate } from '../../../promotion/required-value-gate';
import { answerTexts, readTextExamples, type StoredTextModel } from './evaluate-texts';
import { DRAWS, measureTexts, textMeasures } from './measure-texts';
import { type TextData, textsOf } from './text-data';

type Task = 'text-classification';

/** The same draws for every comparison, so that judging again gives the same report. */
const SEED = 1;
/** Above every probability. */
const NEVER = 1.5;

/** What a model answers to the texts of a comparison, in the order of the classes of the comparison. */
interface Side {
  readonly probabilities: Float64Array;
  readonly thresholds: readonly number[] | undefined;
}

/**
 * Candidate and champion answer the same texts, each with its own preprocessing; the interval of the gain is that of the
 * paired bootstrap, in which texts of one group are drawn together. Neither may have been fitted to these texts.
 */
export const judgedTextClassification: JudgedTask<Task> = {
  async assess({ candidate, champion, examples, signal }) {
    const data = readExamples(examples, champion === null ? [candidate] : [candidate, champion]);
    const { contentHash: testSetHash, groups } = data;
    const own = await sideOf(candidate, examples, data, signal);
    const evaluation = measureTexts(own.probabilities, data.target, {
      thresholds: own.thresholds,
      seed: SEED,
      groups,
      protocol: { kind: 'held-out' },
    });
    if (champion === null) return { evaluation, testSetHash, rival: null };
    const theirs = await sideOf(champion, examples, data, signal);
    return { evaluation, testSetHash, rival: { testSetHash, comparison: compare(evaluation, data, theirs, own) } };
  },
  gates: (evaluation, _, { requiredValue }) =>
    requiredValue === null ? [] : [requiredValueGate({ task: 'text-classification', evaluation }, requiredValue)],
  remarks: () => [],
};

/** @throws LintelError SHAPE_MISMATCH if the models answer different questions; errors of the examples */
function readExamples(examples: Table, models: readonly StoredTextModel[]): TextData {
  const questions = models.map(({ manifest: { reading } }) => {
    const { columns, separator, against } = reading.target;
    return JSON.stringify({ columns, separator, against, hasLabels: reading.thresholds !== undefined });
  });
  if (questions.some((one) => one !== questions[0])) {
    throw new LintelError('SHAPE_MISMATCH', {
      problem: 'The models answer different questions, so they cannot be compared.',
      expected: questions[0]!,
      received: questions.at(-1)!,
      cure: 'Compare models that were trained on the same target.',
    });
  }
  const classNames = [...new Set(models.flatMap(({ manifest }) => manifest.reading.classNames))];
  const [first, ...others] = models;
  return readTextExamples(
    first!,
    examples,
    classNames,
    others.map(({ manifest }) => manifest.preprocessing.columns),
  );
}

async function sideOf(
  model: StoredTextModel,
  examples: Table,
  { rows, target }: TextData,
  signal: AbortSignal | undefined,
): Promise<Side> {
  const all = textsOf(examples, model.manifest.preprocessing.columns);
  const own = await answerTexts(
    model,
    rows.map((row) => all[row]!),
    signal,
  );
  const { classNames, thresholds } = model.manifest.reading;
  const columns = target.classNames.map((name) => classNames.indexOf(name));
  return {
    probabilities: Float64Array.from({ length: rows.length * columns.length }, (_, at) => {
      const column = columns[at % columns.length]!;
      // A class that the model does not know is never answered.
      return column < 0 ? 0 : own[Math.floor(at / columns.length) * classNames.length + column]!;
    }),
    thresholds: thresholds && columns.map((column) => thresholds[column] ?? NEVER),
  };
}

function compare(
  evaluation: TextReport,
  { target, groups }: TextData,
  champion: Side,
  challenger: Side,
): ComparisonOf<Task> {
  const measuresOf = ({ probabilities, thresholds }: Side) => textMeasures(probabilities, target, thresholds);
  const measures = { champion: measuresOf(champion), challenger: measuresOf(challenger) };
  const headlines = headlinesOf({ task: 'text-classification', evaluation });
  const options = { seed: SEED, draws: DRAWS, groups };
  return { task: 'text-classification', ...compareMeasures(headlines, measures, groups.length, options) };
}
