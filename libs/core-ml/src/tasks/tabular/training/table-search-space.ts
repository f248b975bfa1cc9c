import { LintelError, type SearchConfiguration, type SearchParameter, type TableRecipe } from '@lintel/contracts';

/** The recipe is one of the values that a search chooses. */
export const RECIPE = 'recipe';

type Ranges = Readonly<Partial<Record<TableRecipe, readonly SearchParameter[]>>>;

const uniform = (name: string, low: number, high: number) =>
  ({ kind: 'float', name, low, high, scale: 'uniform' }) as const;
const log = (name: string, low: number, high: number, kind: 'float' | 'integer' = 'float') =>
  ({ kind, name, low, high, scale: 'log' }) as const;

/** The names are those of the options of the fits. */
const RANGES: Ranges = {
  trees: [
    log('rounds', 100, 1500, 'integer'),
    log('learningRate', 0.01, 0.2),
    log('leaves', 3, 64, 'integer'),
    log('minLeafRows', 3, 100, 'integer'),
    log('l2', 0.1, 100),
    uniform('rowShare', 0.5, 1),
    uniform('columnShare', 0.3, 1),
  ],
  // The strength of the penalty is chosen by cross-validation within each fit.
  linear: [
    { kind: 'choice', name: 'alpha', options: [0, 0.25, 0.5, 0.75, 1] },
    { kind: 'choice', name: 'knots', options: [0, 3, 5, 9, 15] },
  ],
  mlp: [log('learningRate', 1e-4, 1e-2), log('weightDecay', 1e-4, 1)],
};

export interface TableSearchSpace {
  readonly space: readonly SearchParameter[];
  readonly defaults: readonly SearchConfiguration[];
}

/**
 * The values that a search chooses for tables.
 * @throws LintelError INVALID_ARGUMENT if one of the recipes has nothing to choose
 */
export function tableSearchSpace(recipes: readonly TableRecipe[]): TableSearchSpace {
  const parameters = recipes.flatMap((recipe) => {
    const own = RANGES[recipe];
    if (own) return own.map((one) => ({ ...one, when: { name: RECIPE, value: recipe } }));
    throw new LintelError('INVALID_ARGUMENT', {
      problem: `The recipe ${recipe} has no values that a search could choose.`,
      expected: Object.keys(RANGES).join(', '),
      received: recipe,
      cure: 'Choose another recipe, or train without a search.',
    });
  });
  return {
    space: [{ kind: 'choice', name: RECIPE, options: [...recipes] }, ...parameters],
    defaults: recipes.map((recipe) => ({ [RECIPE]: recipe })),
  };
}
