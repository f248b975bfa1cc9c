import { parseArgs } from 'node:util';
import { SetupError } from './setup-error.mjs';

/** An option that every command has. */
export const HELP_OPTION = /** @type {const} */ ({ type: 'boolean', short: 'h', default: false });

/**
 * Parses the options of a command that runs before any package is installed.
 *
 * @template {NonNullable<import('node:util').ParseArgsConfig['options']>} Options
 * @param {readonly string[]} argv
 * @param {string} command as a person types it
 * @param {Options} options with {@link HELP_OPTION}
 * @returns {ReturnType<typeof parseArgs<{ args: string[], options: Options }>>['values']}
 */
export function readOptions(argv, command, options) {
  try {
    return parseArgs({ args: [...argv], options }).values;
  } catch (cause) {
    throw new SetupError({
      problem: cause instanceof Error ? cause.message : String(cause),
      cure: `${command} -- --help lists the options`,
      cause,
    });
  }
}
