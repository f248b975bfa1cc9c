import { createHash } from 'node:crypto';
import { type InteractionProtocol, LintelError, type RankingReport } from '@lintel/contracts';
import { type StoredModel } from '../../../inference/load-model-directory';
import { OnnxSession } from '../../../inference/onnx-session';
import { emptyBatch } from '../../../inference/tensor-batch';
import { decayed } from '../../../recommenders/history-weights';
import { type History, type Interactions, takeInteractions, userCount } from '../../../recommenders/interactions';
import { SCORES } from '../../../recommenders/recommender-onnx';
import { splitInteractions, type SplitInteractions } from '../../../recommenders/split-interactions';
import { decodeCatalogue, type ItemCatalogue, rarityOf } from '../item-catalogue';
import { writeHistory } from '../write-history';
import { type RankedUsers, rankUsers, summariseRanking, testedUsers } from './measure-ranking';

/** Interactions, and what of them is hidden from a model. */
export interface TestInteractions extends Pick<InteractionProtocol, 'split' | 'share'> {
  readonly interactions: Interactions;
  readonly seed: number;
}

export type RecommenderModel = Pick<StoredModel<'recommendation'>, 'manifest' | 'onnx' | 'sideFiles'>;

export interface EvaluatedRecommender {
  readonly report: RankingReport;
  readonly ranked: RankedUsers;
  /** Items of the histories that the model does not know. */
  readonly unknownHistory: number;
}

/** SHA-256 (hex) of interactions. */
export function hashInteractions({ userIds, itemIds, starts, items, weights }: Interactions): string {
  const hash = createHash('sha256').update(JSON.stringify([userIds, itemIds]));
  for (const array of [starts, items, weights])
    hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  return hash.digest('hex');
}

/** Hides a part of each history and measures how well a model recommends it from the rest, as it would serve. */
export async function evaluateRecommender(
  model: RecommenderModel,
  { interactions, split, share, seed }: TestInteractions,
  signal?: AbortSignal,
): Promise<EvaluatedRecommender> {
  const { manifest, sideFiles, onnx } = model;
  const { reading, preprocessing, dataset } = manifest;
  const catalogue = decodeCatalogue(sideFiles.get(reading.itemsFile), reading.itemsFile, reading.items);
  checkOrder(interactions, split);
  const parts = splitInteractions(interactions, { split, share }, seed);
  const own = inCatalogue(parts, catalogue);
  const tested = testedUsers(own.parts);
  if (tested.length === 0) throw nobodyToTest(userCount(interactions), own.unknownHistory);
  const session = await OnnxSession.open(onnx, manifest.onnx);
  const rarity = rarityOf(catalogue);
  try {
    const ranked = await rankUsers(own.parts, { score: scoreBySession(session, preprocessing), rarity, signal });
    const popular = Float64Array.from(catalogue.users);
    const baseline = await rankUsers(own.parts, { score: (all) => all.map(() => popular), rarity, signal });
    const report: RankingReport = {
      examples: ranked.users.length,
      items: reading.items,
      unknownHidden: own.unknownHidden,
      protocol: { split, share, learned: hashInteractions(interactions) === dataset.contentHash },
      metrics: summariseRanking(ranked),
      popularity: summariseRanking(baseline),
    };
    return { report, ranked, unknownHistory: own.unknownHistory };
  } finally {
    await session.close();
  }
}

/** Scores histories with the graph, several at once. */
function scoreBySession(session: OnnxSession, preprocessing: RecommenderModel['manifest']['preprocessing']) {
  const { length } = preprocessing;
  return async (histories: readonly History[]): Promise<Float32Array[]> => {
    const batch = emptyBatch(session.onnx.inputs, histories.length);
    histories.forEach((history, row) => writeHistory(batch, row * length, decayed(history, preprocessing)));
    const scores = (await session.run(batch, histories.length))[SCORES] as Float32Array;
    const width = scores.length / histories.length;
    return histories.map((_, row) => scores.subarray(row * width, (row + 1) * width));
  };
}

/**
 * The same interactions with the item numbers of a model. Unknown items leave the histories; hidden ones stay, with
 * numbers that no score has, so that they count as not found.
 */
function inCatalogue({ known, hidden }: SplitInteractions, { ids }: ItemCatalogue) {
  const numbers = new Map(ids.map((id, number) => [id, number]));
  const extra = known.itemIds.filter((id) => !numbers.has(id));
  const itemIds = [...ids, ...extra];
  extra.forEach((id, at) => numbers.set(id, ids.length + at));
  const numberOf = Int32Array.from(known.itemIds, (id) => numbers.get(id)!);
  const renumbered = (part: Interactions): Interactions => ({
    ...part,
    itemIds,
    items: part.items.map((item) => numberOf[item]!),
  });
  const [all, wanted] = [renumbered(known), renumbered(hidden)];
  const kept = Uint8Array.from(all.items, (item) => Number(item < ids.length));
  const isUnknown = (item: number): boolean => item >= ids.length;
  return {
    parts: { known: takeInteractions(all, kept), hidden: wanted },
    unknownHistory: all.items.filter(isUnknown).length,
    unknownHidden: wanted.items.filter(isUnknown).length,
  };
}

/** @throws LintelError INVALID_ARGUMENT if the split needs times that are not there */
export function checkOrder({ times }: Interactions, split: InteractionProtocol['split']): void {
  if (split === 'random' || times !== null) return;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: 'The interactions have no times, so it is unknown which are the latest.',
    expected: 'a column timestamp, or a list of items for each user',
    received: `--split ${split} without times`,
    cure: 'Name the column with --time, or use --split random.',
  });
}

export const nobodyToTest = (users: number, unknown: number): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: 'No user can be tested.',
    expected: 'users with at least two items, one of which the model knows',
    received: `${users} users; ${unknown} interactions with items that the model does not know`,
    cure: 'Use interactions with the items that the model was trained on, and more than one for each user.',
  });
