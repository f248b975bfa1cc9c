import { type HistoryPreprocessing, type InteractionProtocol, type RecommendationRecipe } from '@lintel/contracts';
import { decayed } from '../../../recommenders/history-weights';
import { type History, type Interactions } from '../../../recommenders/interactions';
import { type ItemWeights, scoreHistory } from '../../../recommenders/item-weights';
import { splitInteractions, type SplitInteractions } from '../../../recommenders/split-interactions';
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
/** Tested users, in all draws together, that tell settings apart which differ by a hundredth. */
const ENOUGH_USERS = 2_000;
const MOST_DRAWS = 4;

/** The scores of a fitted model for histories. */
export const scoreBy =
  (model: ItemWeights, preprocessing: Pick<HistoryPreprocessing, 'length' | 'decay'>) =>
  (histories: readonly History[]): Float64Array[] =>
    histories.map((history) => scoreHistory(model, decayed(history, preprocessing)));

/**
 * Chooses recipe, settings and decay by nDCG at 10 on hidden items of the validation. If no user can be tested, the first
 * settings of the first recipe are kept.
 * @param draws of the same interactions; figures are means over all of them
 */
export async function chooseRecipe(
  draws: readonly [SplitInteractions, ...SplitInteractions[]],
  { recipe, length, seed, onProgress, signal }: ChooseRecipeOptions,
): Promise<{ best: Chosen; tried: Partial<Record<RecommendationRecipe, number>> }> {
  const [{ known }] = draws;
  const recipes = recipe === undefined ? recipesFor(known) : [recipe];
  const all = recipes.flatMap((one) => settingsOf(one, seed).map((settings) => ({ ...settings, recipe: one })));
  const tried: Partial<Record<RecommendationRecipe, number>> = {};
  let best: Chosen = { ...all[0]!, decay: 1 };
  if (testedUsers(draws[0]).length === 0) return { best, tried };
  const decays = known.times === null ? [1] : DECAYS;
  let highest = -Infinity;
  for (const [at, one] of all.entries()) {
    onProgress?.(`Trying ${one.recipe}`, at / all.length);
    for (const [decay, value] of await gainsOf(one, draws, { decays, length, signal })) {
      tried[one.recipe] = Math.max(value, tried[one.recipe] ?? 0);
      if (value <= highest) continue;
      highest = value;
      best = { ...one, decay };
    }
  }
  return { best, tried };
}

interface GainOptions extends Pick<ChooseRecipeOptions, 'length' | 'signal'> {
  readonly decays: readonly number[];
}

/** The mean nDCG at 10 over the draws, for each decay that makes a difference. */
async function gainsOf(
  { fit }: RecipeSettings,
  draws: readonly SplitInteractions[],
  { decays, length, signal }: GainOptions,
): Promise<Map<number, number>> {
  const gains = new Map<number, number>();
  for (const parts of draws) {
    const model = await fit(parts.known, signal);
    const rarity = new Float64Array(parts.known.itemIds.length);
    for (const decay of model.kind === 'base' ? [1] : decays) {
      const score = scoreBy(model, { length, decay });
      const { metrics } = await rankUsers(parts, { score, rarity, most: MOST_USERS, signal });
      const mean = metrics.ndcgAt10.reduce((sum, gain) => sum + gain, 0) / metrics.ndcgAt10.length;
      gains.set(decay, (gains.get(decay) ?? 0) + mean / draws.length);
    }
  }
  return gains;
}

/** Draws a part for the validation; at random several, if the users are so few that one draw says little. */
export function drawValidation(
  known: Interactions,
  protocol: Pick<InteractionProtocol, 'split' | 'share'>,
  seed: number,
): [SplitInteractions, ...SplitInteractions[]] {
  const draw = (at: number): SplitInteractions => splitInteractions(known, protocol, seed + at);
  const first = draw(0);
  const users = Math.max(1, testedUsers(first).length);
  const more = protocol.split === 'random' ? Math.min(MOST_DRAWS, Math.ceil(ENOUGH_USERS / users)) - 1 : 0;
  return [first, ...Array.from({ length: more }, (_, at) => draw(at + 1))];
}
