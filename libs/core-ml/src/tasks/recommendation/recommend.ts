import { LintelError, type RecommendationAnswer, type RecommendedItem } from '@lintel/contracts';
import { contributionOf, type ItemWeights } from '../../recommenders/item-weights';
import { rankItems } from '../../recommenders/rank-items';
import { type ContentVectors, similarItems, vectorOf } from './content-vectors';
import { type ReadRequest } from './read-request';

/** Reasons that an answer names for each item. */
const MOST_REASONS = 10;

/** What a model knows beside its graph. */
export interface Recommender {
  /** In the order of the scores. */
  readonly ids: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
  readonly weights: ItemWeights;
  readonly content: ContentVectors | null;
}

/** The best items of a request, with what speaks for each. */
export function recommend(
  { ids, numbers, weights, content }: Recommender,
  { request, history, unknown }: ReadRequest,
  scores: Float32Array,
): RecommendationAnswer {
  const { count, exclude, repeat, newItems } = request;
  const left = new Set(exclude.map((item) => numbers.get(item)).filter((number) => number !== undefined));
  if (!repeat) for (const item of history.items) left.add(item);
  const explain = (shares: readonly (readonly [item: number, share: number])[]) =>
    explainScore(weights, history, shares, ids);
  const known = rankItems(scores, count, (item) => !left.has(item)).map((item): RecommendedItem => ({
    item: ids[item]!,
    score: scores[item]!,
    ...explain([[item, 1]]),
  }));
  const excluded = new Set(exclude);
  const cold = newItems
    .filter(({ item }) => !numbers.has(item) && !excluded.has(item))
    .map((one): RecommendedItem => {
      const vectors = requireContent(content);
      const shares = similarItems(vectors, vectorOf(one, vectors));
      const score = shares.reduce((sum, [like, share]) => sum + share * scores[like]!, 0);
      const like = shares.map(([other, share]) => ({ item: ids[other]!, share }));
      return { item: one.item, score, ...explain(shares), like };
    });
  const items = [...known, ...cold].sort((one, other) => other.score - one.score).slice(0, count);
  return { items, used: history.items.length, unknown: [...unknown], unsure: history.items.length === 0 };
}

/** What each item of the history adds to a score; of a mixture of items, in proportion to their shares. */
function explainScore(
  model: ItemWeights,
  { items, weights }: ReadRequest['history'],
  shares: readonly (readonly [item: number, share: number])[],
  ids: readonly string[],
): Pick<RecommendedItem, 'reasons' | 'rest' | 'base'> {
  const all = Array.from(items, (of, at) => ({
    item: ids[of]!,
    contribution: shares.reduce((sum, [to, share]) => sum + share * weights[at]! * contributionOf(model, of, to), 0),
  }))
    .filter(({ contribution }) => contribution !== 0)
    .sort((one, other) => other.contribution - one.contribution);
  const rest = all.slice(MOST_REASONS).reduce((sum, { contribution }) => sum + contribution, 0);
  const base = shares.reduce((sum, [to, share]) => sum + share * model.base[to]!, 0);
  return { reasons: all.slice(0, MOST_REASONS), rest, base };
}

function requireContent(content: ContentVectors | null): ContentVectors {
  if (content !== null) return content;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: 'The model cannot score new items: it has no content vectors.',
    expected: 'a model that was trained with the contents of its items',
    received: 'new items',
    cure: 'Leave newItems out, or train the model with --items FILE.',
  });
}
