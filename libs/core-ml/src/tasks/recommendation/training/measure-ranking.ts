import { type MetricEstimate, RANKING_METRICS, type RankingMetric, type RankingMetrics } from '@lintel/contracts';
import { type History, historyOf, type Interactions, userCount } from '../../../recommenders/interactions';
import { throwIfCancelled } from '../../../inference/cancellation';
import { rankItems } from '../../../recommenders/rank-items';
import { type SplitInteractions } from '../../../recommenders/split-interactions';

/** Items that are recommended to each user. */
const TOP = 10;
/** Normal quantile of a two-sided level of 95 %. */
const Z = 1.959963984540054;
const DISCOUNTS = Array.from({ length: TOP }, (_, place) => 1 / Math.log2(place + 2));

/** The figures that are means over users. */
export type UserMetric = Exclude<RankingMetric, 'coverage'>;

/** What was recommended to each tested user, and how good it was. */
export interface RankedUsers {
  /** The numbers of the tested users. */
  readonly users: Int32Array;
  /** One value a tested user. */
  readonly metrics: Readonly<Record<UserMetric, Float64Array>>;
  /** How often each item was recommended. */
  readonly recommended: Int32Array;
  /** What was recommended to each tested user, best first. */
  readonly tops: readonly (readonly number[])[];
}

export interface RankUsersOptions {
  /** Scores of the first `items` items for each of some histories. */
  readonly score: (histories: readonly History[]) => ArrayLike<number>[] | Promise<ArrayLike<number>[]>;
  /** −log₂ of the share of users who had each item. */
  readonly rarity: Float64Array;
  /** Users that are tested, evenly spread over all. Default: all. */
  readonly most?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Histories that are scored at once. */
const BATCH = 16;

/** Recommends ten items to each user who has a history and a hidden item; items of the history are left out. */
export async function rankUsers(
  { known, hidden }: SplitInteractions,
  { score, rarity, most = Infinity, signal }: RankUsersOptions,
): Promise<RankedUsers> {
  const all = testedUsers({ known, hidden });
  const count = Math.min(all.length, most);
  const users = Int32Array.from({ length: count }, (_, at) => all[Math.floor((at * all.length) / count)]!);
  const column = (): Float64Array => new Float64Array(count);
  const metrics: Record<UserMetric, Float64Array> = {
    ...{ ndcgAt10: column(), hitRateAt10: column(), recallAt10: column() },
    ...{ precisionAt10: column(), mapAt10: column(), novelty: column() },
  };
  const recommended = new Int32Array(rarity.length);
  const tops: number[][] = [];
  for (let from = 0; from < count; from += BATCH) {
    throwIfCancelled(signal);
    const some = users.subarray(from, from + BATCH);
    const histories = Array.from(some, (user) => historyOf(known, user));
    const scores = await score(histories);
    some.forEach((user, place) => {
      const seen = new Set(histories[place]!.items);
      const top = rankItems(scores[place]!, TOP, (item) => !seen.has(item));
      tops.push(top);
      for (const item of top) recommended[item]!++;
      const wanted = new Set(historyOf(hidden, user).items);
      for (const [key, value] of Object.entries(rate(top, wanted, rarity)))
        metrics[key as UserMetric][from + place] = value;
    });
  }
  return { users, metrics, recommended, tops };
}

/** How good one ranking is (Järvelin & Kekäläinen 2002 for the discounted gain). */
function rate(top: readonly number[], wanted: ReadonlySet<number>, rarity: Float64Array): Record<UserMetric, number> {
  let [hits, gain, precisions, rare] = [0, 0, 0, 0];
  top.forEach((item, place) => {
    rare += rarity[item]!;
    if (!wanted.has(item)) return;
    hits++;
    gain += DISCOUNTS[place]!;
    precisions += hits / (place + 1);
  });
  const findable = Math.min(TOP, wanted.size);
  return {
    ndcgAt10: gain / DISCOUNTS.slice(0, findable).reduce((sum, value) => sum + value, 0),
    hitRateAt10: Number(hits > 0),
    recallAt10: hits / wanted.size,
    precisionAt10: hits / TOP,
    mapAt10: precisions / findable,
    novelty: top.length === 0 ? 0 : rare / top.length,
  };
}

/** Users with a history and at least one hidden item. */
export function testedUsers({ known, hidden }: SplitInteractions): number[] {
  const length = ({ starts }: Interactions, user: number): number => starts[user + 1]! - starts[user]!;
  return Array.from({ length: userCount(known) }, (_, user) => user).filter(
    (user) => length(known, user) > 0 && length(hidden, user) > 0,
  );
}

/** The figures with 95 % intervals. */
export function summariseRanking({ metrics, recommended }: RankedUsers): RankingMetrics {
  const estimate = (key: RankingMetric): MetricEstimate =>
    key === 'coverage' ? coverageOf(recommended) : meanWithInterval(metrics[key], key === 'novelty' ? Infinity : 1);
  return Object.fromEntries(RANKING_METRICS.map((key) => [key, estimate(key)] as const)) as RankingMetrics;
}

/** The mean with its normal 95 % interval, cut off at 0 and `largest`. */
function meanWithInterval(values: Float64Array, largest: number): MetricEstimate {
  const { length } = values;
  const mean = values.reduce((sum, value) => sum + value, 0) / length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const half = length < 2 ? 0 : Z * Math.sqrt(squares / (length - 1) / length);
  return { value: mean, low: Math.max(0, mean - half), high: Math.min(largest, mean + half) };
}

/**
 * The share of items that were recommended. The interval takes the recommendations of an item as Poisson counts: an item
 * that was recommended c times would be missed by other users with probability exp(−c).
 */
function coverageOf(recommended: Int32Array): MetricEstimate {
  const { length } = recommended;
  let [found, variance] = [0, 0];
  for (const count of recommended) {
    if (count === 0) continue;
    found++;
    const missed = Math.exp(-count);
    variance += missed * (1 - missed);
  }
  const half = (Z * Math.sqrt(variance)) / length;
  const value = found / length;
  return { value, low: Math.max(0, value - half), high: Math.min(1, value + half) };
}
