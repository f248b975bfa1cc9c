import { LintelError, TABLE_RECIPES } from '@lintel/contracts';
import { type TrainOptions } from './train';
import { type TrainTableOptions } from './train-table';

type TableRecipe = NonNullable<TrainTableOptions['recipe']>;
type PictureRecipe = NonNullable<TrainOptions['recipe']>;

/** What is trained, and how. */
export type TrainedKind =
  | { readonly kind: 'table'; readonly recipe: { readonly recipe?: TableRecipe } }
  | { readonly kind: 'pictures'; readonly recipe: { readonly recipe?: PictureRecipe } };

const isTableRecipe = (recipe: string): recipe is TableRecipe => (TABLE_RECIPES as readonly string[]).includes(recipe);

/**
 * Whether the command is about a table or about pictures: by the task, else by the name of the data.
 * @throws LintelError INVALID_ARGUMENT if the recipe belongs to the other kind
 */
export function chooseKind({
  data,
  task,
  recipe,
}: {
  data: string;
  task?: string;
  recipe?: string | undefined;
}): TrainedKind {
  const isTable = task === undefined ? /\.(csv|tsv)(\.gz)?$/i.test(data) : task.startsWith('tabular-');
  if (recipe === undefined) return { kind: isTable ? 'table' : 'pictures', recipe: {} };
  if (isTable && isTableRecipe(recipe)) return { kind: 'table', recipe: { recipe } };
  if (!isTable && !isTableRecipe(recipe)) {
    return { kind: 'pictures', recipe: { recipe: recipe as PictureRecipe } };
  }
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `The recipe ${recipe} cannot be used for ${isTable ? 'a table' : 'pictures'}.`,
    expected: isTable ? 'trees, linear or scorecard' : 'scratch or transfer',
    received: recipe,
    cure: isTable
      ? 'Choose one of these, or leave the recipe out.'
      : 'Choose one of these; for a table pass a CSV file.',
  });
}
