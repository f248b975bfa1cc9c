import { type CommandContext } from '../command-context';

/** The name for the history: the given one, or the user of the shell. */
export function actor({ by }: { readonly by?: string }, { environment }: CommandContext): string {
  return by ?? environment['USER'] ?? environment['USERNAME'] ?? 'lintel';
}
