import {
  DEFAULT_EVENT_WEIGHTS,
  type DriftReference,
  type HistoryPreprocessing,
  type InteractionFinding,
  type InteractionSplit,
  type ManifestOf,
  type RankingReport,
  type RecommendationRecipe,
} from '@lintel/contracts';
import { DriftReferenceBuilder } from '../../../drift/reference';
import { largestDifference, scaleOf } from '../../../export/largest-difference';
import { draftManifest, type JobProvenance } from '../../../export/draft-manifest';
import { ModelDirectory } from '../../../export/model-directory';
import { OPSET } from '../../../export/onnx/onnx-graph';
import { judgeParity, REPORT_RECIPE } from '../../../export/judge-parity';
import { OnnxSession } from '../../../inference/onnx-session';
import { emptyBatch } from '../../../inference/tensor-batch';
import { evenlySpaced } from '../../../numbers/evenly-spaced';
import { decayed } from '../../../recommenders/history-weights';
import { historyOf, type Interactions, userCount, usersPerItem } from '../../../recommenders/interactions';
import { type ItemWeights, scoreHistory } from '../../../recommenders/item-weights';
import { encodeItemWeights } from '../../../recommenders/item-weights-file';
import { type RecommenderGraph, recommenderOnnx, SCORES } from '../../../recommenders/recommender-onnx';
import { splitInteractions, type SplitInteractions } from '../../../recommenders/split-interactions';
import { type ContentVectors, normaliseRows } from '../content-vectors';
import { writeHistory } from '../write-history';
import { encodeCatalogue, type ItemCatalogue, rarityOf } from '../item-catalogue';
import { requestFeatures } from '../request-features';
import { chooseRecipe, type Chosen, drawValidation, scoreBy } from './choose-recipe';
import { checkOrder, hashInteractions, nobodyToTest } from './evaluate-recommender';
import { type RankedUsers, rankUsers, summariseRanking, testedUsers } from './measure-ranking';
import { checkRecipe } from './recommender-recipes';

export type RecommenderManifest = ManifestOf<'recommendation'>;

export interface TrainRecommenderRequest {
  readonly interactions: Interactions;
  /** Default: the recipes that suit the data are compared, and the best one of the validation is kept. */
  readonly recipe?: RecommendationRecipe | undefined;
  /** Default: by time if the times are known, else at random. */
  readonly split?: InteractionSplit | undefined;
  /** Of each history, hidden by the splits at random and by time. Default: a quarter. */
  readonly share?: number | undefined;
  /** What an event counts at prediction. */
  readonly eventWeights?: Readonly<Record<string, number>> | undefined;
  /** Contents of the items, in the order of their numbers, for items that nobody has had yet. */
  readonly content?: ContentVectors | undefined;
  readonly name: string;
  /** Where the interactions came from, for the manifest. */
  readonly source: string;
  /** The model's folder; created completely or not at all. */
  readonly out: string;
  readonly overwrite?: boolean | undefined;
  readonly seed: number;
  readonly provenance?: JobProvenance | undefined;
  readonly onProgress?: ((what: string, done: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface TrainedRecommender {
  readonly directory: string;
  readonly manifest: RecommenderManifest;
  /** The best nDCG at 10 of each recipe on the validation part; empty if there was nothing to choose. */
  readonly tried: Readonly<Partial<Record<RecommendationRecipe, number>>>;
  /** What the split shows of the data. */
  readonly findings: readonly InteractionFinding[];
}

const SHARE = 0.25;
const LONGEST_HISTORY = 256;
const PARITY_USERS = 256;
const PARITY_BATCH = 16;
const ITEMS_FILE = 'items.json';
const WEIGHTS_FILE = 'weights.bin';
const CONTENT_FILE = 'content.bin';
const ONNX_FILE = 'model.onnx';

/**
 * Trains a recommender. A part of each history is hidden for the test, and of the rest another part for the choice of
 * recipe and settings; the chosen one is measured on the test, then fitted to all interactions, written as ONNX, and
 * refused if the graph answers differently.
 * @throws LintelError DATASET_INVALID, INVALID_ARGUMENT, OUTPUT_UNWRITABLE, PARITY_FAILED, CANCELLED; the model's folder
 *   is left unchanged
 */
export async function trainRecommender(request: TrainRecommenderRequest): Promise<TrainedRecommender> {
  const { interactions, seed, signal, onProgress } = request;
  const split = request.split ?? (interactions.times === null ? 'random' : 'time');
  const share = split === 'last' ? null : (request.share ?? SHARE);
  checkOrder(interactions, split);
  checkRecipe(request.recipe, interactions);
  const parts = splitInteractions(interactions, { split, share }, seed);
  if (testedUsers(parts).length === 0) throw nobodyToTest(userCount(interactions), 0);
  const directory = new ModelDirectory(request.out);
  const release = await directory.lock();
  try {
    await directory.prepare(request.overwrite ?? false);
    const started = performance.now();
    const draws = drawValidation(parts.known, { split, share }, seed + 1);
    const length = historyLength(interactions);
    const { best, tried } = await chooseRecipe(draws, { ...request, length });
    onProgress?.(`Measuring ${best.recipe} on the test`, 0);
    const measured = await best.fit(parts.known, signal);
    const { report, ranked } = await measureTest(measured, parts, { ...best, length }, { split, share }, signal);
    const reference = referenceOf(interactions, parts.known, ranked, length);
    onProgress?.(`Fitting ${best.recipe} to all interactions`, 0);
    const fitted = await best.fit(interactions, signal);
    const seconds = (performance.now() - started) / 1000;
    const about = { best, length, report, reference, seconds };
    const manifest = await writeModel(directory, fitted, about, request);
    return { directory: directory.path, manifest, tried, findings: onlyHidden(parts) };
  } finally {
    await directory.discardWork();
    await release();
  }
}

/** The longest history of the data, within limits. */
function historyLength({ starts }: Interactions): number {
  let longest = 1;
  for (let user = 0; user + 1 < starts.length; user++) longest = Math.max(longest, starts[user + 1]! - starts[user]!);
  return Math.min(longest, LONGEST_HISTORY);
}

async function measureTest(
  model: ItemWeights,
  parts: SplitInteractions,
  preprocessing: Pick<HistoryPreprocessing, 'length' | 'decay'>,
  { split, share }: Pick<RankingReport['protocol'], 'split' | 'share'>,
  signal: AbortSignal | undefined,
): Promise<{ report: RankingReport; ranked: RankedUsers }> {
  const { known, hidden } = parts;
  const catalogue = catalogueOf(known);
  const rarity = rarityOf(catalogue);
  const ranked = await rankUsers(parts, { score: scoreBy(model, preprocessing), rarity, signal });
  const popular = Float64Array.from(catalogue.users);
  const baseline = await rankUsers(parts, { score: (all) => all.map(() => popular), rarity, signal });
  const report: RankingReport = {
    examples: ranked.users.length,
    items: known.itemIds.length,
    unknownHidden: hidden.items.filter((item) => catalogue.users[item] === 0).length,
    protocol: { split, share, learned: false },
    metrics: summariseRanking(ranked),
    popularity: summariseRanking(baseline),
  };
  return { report, ranked };
}

/** Enough for every quantile that a reference keeps. */
const MOST_USERS = 10_000;

/**
 * What drift is measured against: the histories of the tested users, and how rare their recommended items were, by the
 * counts that the served model has.
 */
function referenceOf(all: Interactions, known: Interactions, ranked: RankedUsers, length: number): DriftReference {
  const rarity = rarityOf(catalogueOf(all));
  const builder = new DriftReferenceBuilder(null);
  for (const at of evenlySpaced(ranked.users.length, MOST_USERS)) {
    const { items } = historyOf(known, ranked.users[at]!);
    const history = items.subarray(Math.max(0, items.length - length));
    builder.add({ ...requestFeatures(history, 0, ranked.tops[at]!, rarity), confidence: null });
  }
  return builder.build();
}

const catalogueOf = (interactions: Interactions): ItemCatalogue => ({
  ids: [...interactions.itemIds],
  users: Array.from(usersPerItem(interactions)),
  userCount: userCount(interactions),
});

function onlyHidden({ known, hidden }: SplitInteractions): InteractionFinding[] {
  const users = usersPerItem(known);
  const alone = hidden.items.filter((item) => users[item] === 0);
  if (alone.length === 0) return [];
  return [{ kind: 'only-hidden-items', severity: 'note', items: new Set(alone).size, interactions: alone.length }];
}

async function writeModel(
  directory: ModelDirectory,
  fitted: ItemWeights,
  about: {
    readonly best: Chosen;
    readonly length: number;
    readonly report: RankingReport;
    readonly reference: DriftReference;
    readonly seconds: number;
  },
  {
    interactions,
    name,
    source,
    seed,
    content,
    provenance,
    eventWeights = DEFAULT_EVENT_WEIGHTS,
  }: TrainRecommenderRequest,
): Promise<RecommenderManifest> {
  const { best, length, report, reference, seconds } = about;
  const { recipe, settings, decay } = best;
  const graph = recommenderOnnx(fitted, length, { name, recipe });
  const preprocessing: HistoryPreprocessing = { kind: 'history', length, eventWeights: { ...eventWeights }, decay };
  const parity = await checkParity(graph, fitted, interactions, preprocessing);
  const file = await directory.stageFile(ONNX_FILE, graph.bytes);
  const items = await directory.stageFile(ITEMS_FILE, encodeCatalogue(catalogueOf(interactions)));
  const weights = await directory.stageFile(WEIGHTS_FILE, encodeItemWeights(fitted));
  const vectors = content && normaliseRows(content.values, content.size);
  const beside =
    vectors && (await directory.stageFile(CONTENT_FILE, new Uint8Array(vectors.buffer, 0, vectors.byteLength)));
  const contentHash = hashInteractions(interactions);
  const manifest: RecommenderManifest = {
    ...draftManifest({
      ...{ name, source, seed, engine: `lintel ${recipe}`, seconds, contentHash, provenance },
      examples: { train: interactions.items.length, test: report.examples },
    }),
    task: 'recommendation',
    architecture: { name: recipe, parameters: parametersOf(fitted), config: { ...settings, decay } },
    preprocessing,
    reading: {
      items: interactions.itemIds.length,
      itemsFile: items.file,
      weightsFile: weights.file,
      content: content && beside ? { file: beside.file, size: content.size, attributes: content.attributes } : null,
    },
    onnx: { ...file, opset: OPSET, inputs: graph.inputs, outputs: graph.outputs, parity },
    sideFiles: [items, weights, ...(beside ? [beside] : [])],
    evaluation: report,
    driftReference: reference,
  };
  await directory.stageManifest(manifest);
  await directory.publish();
  return manifest;
}

function parametersOf(model: ItemWeights): number {
  switch (model.kind) {
    case 'base':
      return model.items;
    case 'factors':
      return model.items + model.from.length + model.to.length;
    default:
      return model.items + model.values.length;
  }
}

/**
 * Compares the graph on onnxruntime with the fitter's own scores.
 * @throws LintelError PARITY_FAILED
 */
async function checkParity(
  graph: RecommenderGraph,
  fitted: ItemWeights,
  interactions: Interactions,
  preprocessing: HistoryPreprocessing,
): Promise<RecommenderManifest['onnx']['parity']> {
  const users = evenlySpaced(userCount(interactions), PARITY_USERS);
  const session = await OnnxSession.open(graph.bytes, graph);
  let worst = 0;
  try {
    for (let from = 0; from < users.length; from += PARITY_BATCH) {
      const some = users.subarray(from, from + PARITY_BATCH);
      const batch = emptyBatch(graph.inputs, some.length);
      const histories = Array.from(some, (user) => decayed(historyOf(interactions, user), preprocessing));
      histories.forEach((history, row) => writeHistory(batch, row * preprocessing.length, history));
      const scores = (await session.run(batch, some.length))[SCORES] as Float32Array;
      histories.forEach((history, row) => {
        const expected = scoreHistory(fitted, history);
        const received = scores.subarray(row * fitted.items, (row + 1) * fitted.items);
        worst = Math.max(worst, largestDifference(expected, received, scaleOf(expected)));
      });
    }
  } finally {
    await session.close();
  }
  return judgeParity(worst, users.length, {
    problem: 'The exported model gives different scores than the fitted one, so it was discarded.',
    examples: 'users',
    cure: REPORT_RECIPE,
  });
}
