import { type HistoryPreprocessing, type RecommendationRecipe } from '@lintel/contracts';
import { decayed } from '../../../recommenders/history-weights';
import { type History } from '../../../recommenders/interactions';
import { type ItemWeights, scoreHistory } from '../../../recommenders/item-weights';
import { type SplitInteractions } from '../../../recommenders/split-interactions';
import { rankUsers, testedUsers } from './measure-ranking';
import { DECAYS, type RecipeSettings, recipesFor, settingsOf } from './recommender-recipes';

export interface Chosen extends RecipeSettings {
  readonly recipe: RecommendationRecipe;
  readonly decay: number;
}

export interface ChooseRecipeOptions {
  readonly recipe?: RecommendationRecipe | undefined;
  readonly length: number;
  readonly seed: number;
  readonly onProgress?: ((what: string, done: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Users of the validation: with fewer, settings that differ little are chosen by chance. */
const MOST_USERS = 10_000;

/** The scores of a fitted model for histories. */
export const scoreBy =
  (model: ItemWeights, preprocessing: Pick<HistoryPreprocessing, 'length' | 'decay'>) =>
  (histories: readonly History[]): Float64Array[] =>
    histories.map((history) => scoreHistory(model, decayed(history, preprocessing)));

/**
 * Chooses recipe, settings and decay by nDCG at 10 on hidden items of the validation. If no user can be tested, the first
 * settings of the first recipe are kept.
 */
export async function chooseRecipe(
  parts: SplitInteractions,
  { recipe, length, seed, onProgress, signal }: ChooseRecipeOptions,
): Promise<{ best: Chosen; tried: Partial<Record<RecommendationRecipe, number>> }> {
  const { known } = parts;
  const recipes = recipe === undefined ? recipesFor(known) : [recipe];
  const all = recipes.flatMap((one) => settingsOf(one, seed).map((settings) => ({ ...settings, recipe: one })));
  const tried: Partial<Record<RecommendationRecipe, number>> = {};
  let best: Chosen = { ...all[0]!, decay: 1 };
  if (testedUsers(parts).length === 0) return { best, tried };
  const decays = known.times === null ? [1] : DECAYS;
  const rarity = new Float64Array(known.itemIds.length);
  let highest = -Infinity;
  for (const [at, one] of all.entries()) {
    onProgress?.(`Trying ${one.recipe}`, at / all.length);
    const model = await one.fit(known, signal);
    for (const decay of model.kind === 'base' ? [1] : decays) {
      const score = scoreBy(model, { length, decay });
      const { metrics } = await rankUsers(parts, { score, rarity, most: MOST_USERS, signal });
      const value = metrics.ndcgAt10.reduce((sum, gain) => sum + gain, 0) / metrics.ndcgAt10.length;
      tried[one.recipe] = Math.max(value, tried[one.recipe] ?? 0);
      if (value <= highest) continue;
      highest = value;
      best = { ...one, decay };
    }
  }
  return { best, tried };
}
