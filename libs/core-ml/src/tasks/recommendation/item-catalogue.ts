import { LintelError } from '@lintel/contracts';
import { z } from 'zod';

const catalogueSchema = z.object({
  ids: z.array(z.string().min(1)).min(1),
  /** How many users had each item. */
  users: z.array(z.int().min(0)),
  /** All users that the model learned from. */
  userCount: z.int().min(1),
});

/** The items that a model can recommend. */
export type ItemCatalogue = z.infer<typeof catalogueSchema>;

export const encodeCatalogue = (catalogue: ItemCatalogue): Uint8Array => Buffer.from(`${JSON.stringify(catalogue)}\n`);

/** @throws LintelError MODEL_INVALID */
export function decodeCatalogue(bytes: Uint8Array | undefined, file: string, items: number): ItemCatalogue {
  const read = bytes === undefined ? undefined : catalogueSchema.safeParse(parseJson(bytes));
  if (read?.success && read.data.ids.length === items && read.data.users.length === items) return read.data;
  throw new LintelError('MODEL_INVALID', {
    problem: `The model's file ${file} does not hold its items.`,
    expected: `JSON with the ids of ${items} items and how many users had each`,
    received: read?.success ? `${read.data.ids.length} items` : bytes === undefined ? 'no such file' : 'other content',
    cure: 'Copy the whole model folder again, or train the model again.',
  });
}

/** −log₂ of the share of users who had each item; an item that nobody had counts as if one user had it. */
export const rarityOf = ({ users, userCount }: Pick<ItemCatalogue, 'users' | 'userCount'>): Float64Array =>
  Float64Array.from(users, (count) => -Math.log2(Math.max(1, count) / userCount));

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}
