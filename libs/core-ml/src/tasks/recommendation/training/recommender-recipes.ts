import { LintelError, type RecommendationRecipe } from '@lintel/contracts';
import { fitAls } from '../../../recommenders/fit-als';
import { fitBpr } from '../../../recommenders/fit-bpr';
import { fitEase, MOST_EASE_ITEMS } from '../../../recommenders/fit-ease';
import { fitNeighbours } from '../../../recommenders/fit-neighbours';
import { fitPopularity } from '../../../recommenders/fit-popularity';
import { type Interactions } from '../../../recommenders/interactions';
import { type ItemWeights } from '../../../recommenders/item-weights';

/** What is fitted, with its settings; they stand in the manifest. */
export interface RecipeSettings {
  readonly settings: Readonly<Record<string, number>>;
  readonly fit: (interactions: Interactions, signal?: AbortSignal) => Promise<ItemWeights> | ItemWeights;
}

/** Neighbours kept of each item of a large catalogue. */
const WIDTH = 200;
const FACTORS = 64;

/** Between the penalty that is the same for all items and one in proportion to their popularity. */
const EASE = [100, 200, 400, 800].map((penalty) => ({ penalty, popularity: 0.5 }));

/** How much an item of the history counts of the one after it. */
export const DECAYS = [1, 0.97, 0.9, 0.75, 0.5, 0.3] as const;

/** The settings of a recipe among which the validation chooses. */
export function settingsOf(recipe: RecommendationRecipe, seed: number): RecipeSettings[] {
  switch (recipe) {
    case 'popularity':
      return [{ settings: {}, fit: fitPopularity }];
    case 'neighbours':
      return [0.3, 0.5].map((alpha) => neighbours({ alpha, next: 0 }));
    case 'sessions':
      return [0.3, 1, 3, 10].map((next) => neighbours({ alpha: 0.5, next }));
    case 'ease':
      return EASE.map((settings) => ({
        settings,
        fit: (interactions, signal) => fitEase(interactions, settings, signal),
      }));
    case 'als':
      return [2, 10, 40].map((confidence): RecipeSettings => ({
        settings: { size: FACTORS, confidence, penalty: 10, rounds: 10 },
        fit: (interactions, signal) =>
          fitAls(interactions, { size: FACTORS, confidence, penalty: 10, rounds: 10, seed, signal }),
      }));
    case 'bpr':
      return [0.002, 0.01].map((penalty): RecipeSettings => ({
        settings: { size: FACTORS, epochs: 40, learningRate: 0.05, penalty },
        fit: (interactions, signal) =>
          fitBpr(interactions, { size: FACTORS, epochs: 40, learningRate: 0.05, penalty, seed, signal }),
      }));
  }
}

const neighbours = (settings: { readonly alpha: number; readonly next: number }): RecipeSettings => ({
  settings: { ...settings, width: WIDTH },
  fit: (interactions) => fitNeighbours(interactions, { ...settings, width: WIDTH }),
});

/** The recipes that are compared if none is named: those that take seconds and suit the data. */
export function recipesFor({ itemIds, times }: Interactions): RecommendationRecipe[] {
  return [
    'popularity',
    'neighbours',
    ...(times === null ? [] : (['sessions'] as const)),
    ...(itemIds.length > MOST_EASE_ITEMS ? [] : (['ease'] as const)),
  ];
}

/** @throws LintelError INVALID_ARGUMENT if the recipe needs what the data do not have */
export function checkRecipe(recipe: RecommendationRecipe | undefined, { times }: Interactions): void {
  if (recipe !== 'sessions' || times !== null) return;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: 'The recipe sessions learns what comes next, but the interactions have no times.',
    expected: 'a column timestamp, or a list of items for each user',
    received: 'interactions without times',
    cure: 'Name the column with --time, or use --recipe neighbours.',
  });
}
