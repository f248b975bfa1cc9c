import { EMBEDDING_RECIPES, LintelError, TABLE_RECIPES, type TaskId } from '@lintel/contracts';

/** The recipes of a classifier of pictures. */
export const PICTURE_RECIPES = ['scratch', 'transfer', 'fine-tune'] as const;

const RECIPES = { table: TABLE_RECIPES, pictures: PICTURE_RECIPES, embedding: EMBEDDING_RECIPES } as const;
type Kind = keyof typeof RECIPES;

/** What is trained, and how. */
export type TrainedKind = {
  [Name in Kind]: { readonly kind: Name; readonly recipe: { readonly recipe?: (typeof RECIPES)[Name][number] } };
}[Kind];

const NAMES: Readonly<Record<Kind, string>> = {
  table: 'a table',
  pictures: 'a classifier of pictures',
  embedding: 'an embedding of pictures',
};

/**
 * Which command trains: by the task, else by the recipe, else by the name of the data.
 * @throws LintelError INVALID_ARGUMENT if the recipe belongs to another kind
 */
export function chooseKind({
  data,
  task,
  recipe,
}: {
  data: string;
  task?: TaskId | undefined;
  recipe?: string | undefined;
}): TrainedKind {
  const kind = task === undefined ? kindOfData(data, recipe) : kindOfTask(task);
  const recipes: readonly string[] = RECIPES[kind];
  if (recipe === undefined) return { kind, recipe: {} };
  if (recipes.includes(recipe)) return { kind, recipe: { recipe } } as TrainedKind;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `The recipe ${recipe} cannot be used for ${NAMES[kind]}.`,
    expected: recipes.join(', '),
    received: recipe,
    cure: `Choose one of these, or leave the recipe out; for another kind of model name the task with --task.`,
  });
}

function kindOfTask(task: TaskId): Kind {
  if (task === 'image-embedding') return 'embedding';
  return task === 'image-classification' ? 'pictures' : 'table';
}

function kindOfData(data: string, recipe: string | undefined): Kind {
  const isList = /\.(csv|tsv)(\.gz)?$/i.test(data);
  const isEmbedding = (EMBEDDING_RECIPES as readonly string[]).includes(recipe ?? '');
  if (isEmbedding) return 'embedding';
  return isList ? 'table' : 'pictures';
}
