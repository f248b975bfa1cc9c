import { type CommandContext } from '../command-context';

/** Who does it, for the history: named, or the user of the shell. */
export function actor({ by }: { readonly by?: string }, { environment }: CommandContext): string {
  return by ?? environment['USER'] ?? environment['USERNAME'] ?? 'lintel';
}
