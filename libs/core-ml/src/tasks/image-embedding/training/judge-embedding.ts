import { createHash } from 'node:crypto';
import { type ComparisonOf, LintelError, RETRIEVAL_METRICS, type RetrievalReport } from '@lintel/contracts';
import { bootstrapInterval } from '../../../evaluation/bootstrap-interval';
import { type StoredModel } from '../../../inference/load-model-directory';
import { requiredValueGate } from '../../../promotion/required-value-gate';
import { type AskedQueries, askQueries, summariseQueries } from './measure-retrieval';
import { type JudgedTask } from '../../judged-task';
import { type Search } from './searches';
import { embedSearch } from './evaluate-embedding';

interface Measured {
  readonly evaluation: RetrievalReport;
  readonly asked: AskedQueries;
  /** The group of each query that was answered. */
  readonly groups: readonly (string | null)[] | undefined;
}

/** The same draws for every comparison, so that judging again gives the same report. */
const SEED = 1;
const DRAWS = 1_000;

/**
 * Judges models that turn pictures into vectors. Both models search the same gallery for the same queries; the interval
 * of the gain is that of the paired bootstrap over the queries, in which queries of one group are drawn together.
 */
export const judgedImageEmbedding: JudgedTask<'image-embedding'> = {
  async assess({ candidate, champion, examples: prepare, signal }) {
    const models = champion === null ? [candidate] : [candidate, champion];
    const searches = await prepare(models.map(({ manifest }) => manifest.preprocessing));
    try {
      checkSamePictures(searches);
      const own = await measure(candidate, searches[0]!, signal);
      const { evaluation } = own;
      const testSetHash = hashOf(searches[0]!);
      if (champion === null) return { evaluation, testSetHash, rival: null };
      const theirs = await measure(champion, searches[1]!, signal);
      return {
        evaluation,
        testSetHash,
        rival: { testSetHash: hashOf(searches[1]!), comparison: compareEmbeddings(theirs, own) },
      };
    } finally {
      for (const { pictures, queries } of searches) for (const dataset of [pictures, queries]) dataset?.close();
    }
  },
  gates: (evaluation, _, { requiredValue }) =>
    requiredValue === null ? [] : [requiredValueGate({ task: 'image-embedding', evaluation }, requiredValue)],
  remarks: () => [],
};

async function measure(
  model: StoredModel<'image-embedding'>,
  { pictures, queries: asking }: Search,
  signal: AbortSignal | undefined,
): Promise<Measured> {
  const { queries, gallery, protocol } = await embedSearch(model, pictures, { queries: asking, signal });
  const asked = askQueries(queries, gallery, [...queries.labels.keys()]);
  const summary = summariseQueries(asked, {
    queries: queries.labels.length,
    gallery: gallery.labels.length,
    groups: queries.groups,
    seed: SEED,
  });
  const groups = queries.groups && asked.rows.map((row) => queries.groups![row] ?? null);
  return { evaluation: { ...summary, protocol }, asked, groups };
}

/** Which queries have an answer depends on the labels and groups alone, so it is the same for both models. */
function compareEmbeddings(champion: Measured, challenger: Measured): ComparisonOf<'image-embedding'> {
  const { asked, groups } = challenger;
  const examples = asked.rows.length;
  const figures = RETRIEVAL_METRICS.map((key) => {
    const [before, after] = [champion.asked.metrics[key], asked.metrics[key]];
    const mean = (queries: Int32Array): number =>
      queries.reduce((sum, query) => sum + after[query]! - before[query]!, 0) / queries.length;
    return {
      figure: { key, unit: 'share' as const, better: 'higher' as const },
      champion: champion.evaluation.metrics[key].value,
      challenger: challenger.evaluation.metrics[key].value,
      gain: bootstrapInterval(examples, mean, { seed: SEED, draws: DRAWS, ...(groups ? { groups } : {}) }),
    };
  });
  const [main, ...others] = figures;
  return { task: 'image-embedding', examples, ...main!, details: { figures: others, resamples: DRAWS } };
}

function hashOf({ pictures, queries }: Search): string {
  if (!queries) return pictures.contentHash;
  return createHash('sha256').update(`${queries.contentHash} in ${pictures.contentHash}`).digest('hex');
}

function checkSamePictures(searches: readonly Search[]): void {
  const describe = ({ pictures, queries }: Search): string =>
    JSON.stringify(
      [pictures, queries].map((all) => all && [all.classNames, Array.from(all.labels), all.groups ?? null]),
    );
  const [first] = searches;
  const other = searches.find((search) => describe(search) !== describe(first!));
  if (other === undefined) return;
  const sizeOf = ({ pictures, queries }: Search): string =>
    `${queries?.size ?? pictures.size} queries in ${pictures.size} pictures`;
  throw new LintelError('SHAPE_MISMATCH', {
    problem: 'The test pictures were not prepared alike for the two models.',
    expected: `${sizeOf(first!)}, with the same labels and groups in one order`,
    received: sizeOf(other),
    cure: 'Prepare the same pictures for both models.',
  });
}
